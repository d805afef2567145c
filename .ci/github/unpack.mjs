// Takes out of the two packages what tests read: GitHub's GraphQL schema, and of
// its OpenAPI description (13 MB, with 800 paths) the paths of paths.txt with
// what they refer to. A package that is not the one of package-lock.json is
// refused.
//
//   node unpack.mjs FOLDER-OF-TARBALLS OUTPUT-FOLDER
import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const [from, to] = process.argv.slice(2)
const here = dirname(fileURLToPath(import.meta.url))
const lock = JSON.parse(readFileSync(join(here, 'package-lock.json'), 'utf8'))

/** @param {string} name of a package @param {string} file in it */
function take(name, file) {
  const { version, integrity } = lock.packages['node_modules/' + name]
  const tarball = join(from, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`)
  const got = 'sha512-' + createHash('sha512').update(readFileSync(tarball)).digest('base64')
  if (got !== integrity) throw new Error(`${name}: ${got} is not ${integrity} of package-lock.json`)
  return execFileSync('tar', ['-xzOf', tarball, 'package/' + file], { maxBuffer: 64 << 20, encoding: 'utf8' })
}

/** The paths asked for and every component they lead to, without examples. */
function reduce(all, paths) {
  const out = { openapi: all.openapi, info: { title: all.info.title, version: all.info.version }, paths: {}, components: {} }
  // names: the keys are names of properties, and not words of the description
  const visit = (v, names = false) => {
    if (Array.isArray(v)) return v.map((x) => visit(x))
    if (v === null || typeof v !== 'object') return v
    if (typeof v.$ref === 'string') component(v.$ref)
    const kept = {}
    for (const [key, x] of Object.entries(v)) {
      if (names || !(key.startsWith('x-') || key === 'example' || key === 'examples')) kept[key] = visit(x, key === 'properties' && !names)
    }
    return kept
  }
  const component = (ref) => {
    const [, , kind, name] = ref.split('/')
    if (out.components[kind]?.[name]) return
    out.components[kind] ??= {}
    out.components[kind][name] = {} // before its content: schemas refer to themselves
    out.components[kind][name] = visit(all.components[kind][name])
  }
  for (const path of paths) {
    if (!all.paths[path]) throw new Error(`${path} is not in GitHub's description`)
    out.paths[path] = visit(all.paths[path])
  }
  return out
}

mkdirSync(to, { recursive: true })
writeFileSync(join(to, 'schema.graphql'), take('@octokit/graphql-schema', 'schema.graphql'))
const paths = readFileSync(join(here, 'paths.txt'), 'utf8').split('\n').filter(Boolean)
const description = JSON.parse(take('@octokit/openapi', 'generated/api.github.com.json'))
writeFileSync(join(to, 'openapi.json'), JSON.stringify(reduce(description, paths)))
