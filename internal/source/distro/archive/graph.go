package archive

// lists is a list of lists of numbers in one piece of memory.
type lists struct {
	ends []int32
	all  []int32
}

func (l *lists) add(list []int32) {
	l.all = append(l.all, list...)
	l.ends = append(l.ends, int32(len(l.all)))
}

func (l *lists) len() int { return len(l.ends) }

func (l *lists) at(i int32) []int32 {
	from := int32(0)
	if i > 0 {
		from = l.ends[i-1]
	}
	return l.all[from:l.ends[i]]
}

// components are the strongly connected components of a graph, numbered so that each needs only
// lower ones.
type components struct {
	of    []int32 // of each node
	needs lists   // of each component, without itself
}

func (c *components) len() int { return c.needs.len() }

// condense returns the components of a graph by Tarjan's algorithm, without recursion: a chain of
// dependencies may be as long as the archive.
func condense(edges lists) components {
	n := edges.len()
	w := walk{edges: edges, index: make([]int32, n), low: make([]int32, n), next: make([]int32, n)}
	w.of = make([]int32, n)
	for i := range w.of {
		w.of[i] = -1
	}
	for i := range int32(n) {
		if w.index[i] == 0 {
			w.from(i)
		}
	}
	c := components{of: w.of}
	members := make([][]int32, w.found)
	for node, part := range w.of {
		members[part] = append(members[part], int32(node))
	}
	var needs []int32
	for part, nodes := range members {
		needs = needs[:0]
		for _, node := range nodes {
			for _, to := range edges.at(node) {
				if w.of[to] != int32(part) {
					needs = append(needs, w.of[to])
				}
			}
		}
		c.needs.add(distinct(needs))
	}
	return c
}

// walk is the state of Tarjan's algorithm.
type walk struct {
	edges      lists
	index, low []int32 // from 1; 0: not visited
	next       []int32 // the edge to follow next
	of         []int32 // the component; -1: not known yet
	path, open []int32
	visited    int32
	found      int32
}

// from visits all nodes that can be reached from one.
func (w *walk) from(root int32) {
	w.enter(root)
	for len(w.path) > 0 {
		node := w.path[len(w.path)-1]
		if to := w.edges.at(node); int(w.next[node]) < len(to) {
			x := to[w.next[node]]
			w.next[node]++
			switch {
			case w.index[x] == 0:
				w.enter(x)
			case w.of[x] < 0:
				w.low[node] = min(w.low[node], w.index[x])
			}
			continue
		}
		w.leave(node)
	}
}

func (w *walk) enter(node int32) {
	w.visited++
	w.index[node], w.low[node] = w.visited, w.visited
	w.path, w.open = append(w.path, node), append(w.open, node)
}

// leave ends a node, and the component that it is the first node of.
func (w *walk) leave(node int32) {
	w.path = w.path[:len(w.path)-1]
	if len(w.path) > 0 {
		before := w.path[len(w.path)-1]
		w.low[before] = min(w.low[before], w.low[node])
	}
	if w.low[node] != w.index[node] {
		return
	}
	for {
		x := w.open[len(w.open)-1]
		w.open = w.open[:len(w.open)-1]
		w.of[x] = w.found
		if x == node {
			break
		}
	}
	w.found++
}
