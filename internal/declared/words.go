package declared

import "regexp"

// The patterns for sentences of SECURITY files, all for lower case.
var (
	// unfilled matches the template of GitHub, and blanks of other templates.
	unfilled = pattern(
		`use this section to tell people|`,
		`tell them where to go, how often they can expect|`,
		`\[?insert (?:contact|email|e-mail|your|url|link)|<your[ -]|\[your[ -]|\byour-email\b|`,
		`\btodo: (?:add|insert|fill)`,
	)

	// reporting matches what is about reports of vulnerabilities.
	reporting = pattern(
		`report|disclos|vulnerab|security (?:issue|bug|problem|contact|flaw|concern|team|`,
		`polic|process|hole|researcher)|\bcontact|if you (?:find|discover|believe|think)`,
	)
	// reach matches what a person who reports is asked to do.
	reach = pattern(
		`\b(?:report\w*|submit\w*|disclos\w*|use|using|via|through|visit|open(?:ing)?|`,
		`creat\w+|fil(?:e|ing)|contact\w*|send\w*|privately)\b`,
	)
	// direct matches a report that goes to a page.
	direct = pattern(
		`\b(?:report\w*|submit\w*|disclos\w*|send|use|using|fill|file)\b.{0,120}\b(?:to|`,
		`at|via|through|using|use|form|portal|here|directly|on)\b`,
	)
	// pointing matches a sentence that refers to a page to read.
	pointing = pattern(
		`\b(?:see|refer\w*|read|consult|found (?:on|in|at|here)|details|instructions?|`,
		`information|guidelines?|guidance|polic(?:y|ies)|process(?:es)?|procedures?|`,
		`documentation|documented|described|outlined|steps|page|more about|learn|`,
		`list(?:ed)?|website)\b`,
	)
	// matter matches the words or the address of a page about reports.
	matter = regexp.MustCompile(`secur|vuln|disclos|report|psirt|\bcve`)
	// announced matches a sentence about how to report.
	announced = regexp.MustCompile(`\breport|\bdisclos`)
	word      = regexp.MustCompile(`\pL`)
	seeing    = regexp.MustCompile(`\b(?:see|refer)\b`)
	// badge matches pictures, whose links lead to the services that made them.
	badge = regexp.MustCompile(`!\[|bestpractices\.|scorecard\.dev|shields\.io|/badge`)
	// link matches the words and the target of a link.
	link = pattern(
		"\\[([^\\]]+)\\](?:\\(([^)]+)\\))?|`([^`]+)`_|https?://[^\\s<>\"'`\\])}|]+",
	)
	// refusal matches the part of a sentence that asks not to use a way.
	refusal = pattern(
		`(?:\b(?:do|does|should|must|will|can|could|shall) ?(?:not|n't)\b|\b(?:don't|`,
		`can't|cannot|won't|never|avoid|refrain from|`,
		`no longer)\b)[^,;:—]{0,25}?\b(?:e-?mail\w*|send\w*|contact\w*|us(?:e|ing)|`,
		`submit\w*|open\w*|fil(?:e|ing)|creat\w+|post\w*|report\w*|disclos\w*|handl\w+|`,
		`discuss\w*|shar\w+|rais\w+|mak\w+|ask\w*)\b[^,;:—]*?(?:[,;:—]|\binstead\b|`,
		`\bbut\b|$)|\b(?:instead of|rather than)\b[^,;:—]*?(?:[,;:—]|$)|`,
		`\b(?:terminat|disabl|remov|discontinu|stopp?|clos|switch|turn)(?:e|ed|ing)?\b[^,;:—]{0,40}?`,
		`\b(?:privat|hackerone|bounty|reporting|advisor)\w*[^,;:—]*?(?:[,;:—]|$)`,
	)
	// aside matches sentences about other matters that have addresses as well.
	aside = pattern(
		`subscri|announcement|newsletter|\bpgp\b.*\bfingerprint\b.*\bkeyserver|^\s*uid\b|`,
		`\b(?:already|previously|past|known|published|disclosed|reported|list of|`,
		`current) (?:\w+ ){0,3}(?:advisories|vulnerabilities|bulletins)|`,
		`third-party (?:module|package|librar|depend|project)|(?:not|n't|`,
		`non-) ?(?:a )?(?:security|vulnerab).{0,40}(?:bug|issue|question)|`,
		`general (?:questions|support)`,
	)
	// notify matches lists of those to whom the project writes.
	notify = pattern(
		`\b(?:we|team) (?:will |also |then |may |would |actively )*(?:notify|inform|tell|`,
		`send|announce|write|e-?mail|contact)\b|notif(?:y|ied|ication)|embargo`,
	)
	// mailing matches what may go with a mail address.
	mailing = pattern(
		`report|e-?mail|\bmail|send|contact|disclos|\bwrite|reach|submit|inform|alert|`,
		`\baddress|escalat|notify us|let us know|vulnerab|security`,
	)

	// hostWords matches the names of the private form of a host.
	hostWords = pattern(
		`private(?:ly)? (?:vulnerability|security|disclosure) ?(?:report|disclos)|`,
		`private vulnerability|(?:privately|in private|confidentially).{0,60}\b(?:github|`,
		`gitlab|codeberg|security tab|advisor)|\b(?:github|gitlab|`,
		`codeberg)\b.{0,60}\b(?:privately|private report|confidential)|`,
		`confidential.{0,6}\s(?:issue|ticket|bug)|`,
		`["'*_]*report a vulnerability["'*_]*\]?(?:\([^)]*\))? ?(?:button|tab|form)|`,
		`\b(?:click|press|select|button|tab)\b.{0,40}report a vulnerability|(?:draft|`,
		`private) (?:github )?security advisor`,
	)
	// advisory matches the form by its other name.
	advisory = pattern(
		`\b(?:submit|submitting|report|reporting|open|opening|creat(?:e|ing)|draft|`,
		`drafting|fil(?:e|ing)|us(?:e|ing)|via|through|visit)\b.{0,60}\bsecurity advisor`,
	)
	// own matches what the project itself does with advisories.
	own = pattern(
		`\b(?:we|team|maintainers?|project|they|who)\b (?:will |may |can |then |also |`,
		`would |automatically )*(?:add|open|publish|creat|draft|issue|write|use|request|`,
		`announce|post|file|prepare|disclose|release)\w*\b.{0,80}advisor|when we publish|`,
		`request\w* a cve|\bwe use\b.{0,150}\busing github security advisor|`,
		`advisor\w+(?:\]\([^)]*\))? (?:is|are|will be) (?:published|disclosed|announced|opened|created|`,
		`listed|available)|(?:published|listed|announced|recorded) .{0,40}advisor`,
	)
	// program matches what leads to the page of a bounty program, together a coordination with
	// platforms that is no way to report, guide what is no page of the project, and mailPage a
	// link that leads to a mail address.
	program  = regexp.MustCompile(`bounty (?:program|scheme|platform)`)
	together = regexp.MustCompile(`coordinat\w+ (?:together )?with`)
	guide    = regexp.MustCompile(`docs\.github\.com|docs\.gitlab\.com|\]\(#|mailto:`)
	mailPage = regexp.MustCompile(`\[(?:send )?(?:us )?(?:an )?e-?mail[^\]]*\]\(https?://`)
	// platformWord matches platforms by name.
	platformWord = pattern(
		`\b(?:hackerone|bugcrowd|intigriti|yeswehack|huntr|tidelift|immunefi)\b`,
	)

	// inPublic matches a request to report in public.
	inPublic = pattern(
		`(?:vulnerabilit|security (?:issue|bug|problem)).{0,80}\b(?:open|fil(?:e|ing)|`,
		`creat\w+|report\w*|submit|raise)\b.{0,40}\b(?:public(?:ly)?|(?:a|an|as|new|`,
		`normal|regular|github|gitlab) (?:\w+ )?issues?|issue tracker|bug tracker|`,
		`bugzilla)\b|\b(?:open|fil(?:e|ing)|creat\w+|raise)\b.{0,30}\b(?:a|an|public|new|`,
		`normal|regular|github) (?:\w+ )?issue.{0,60}\b(?:vulnerabilit|security (?:issue|`,
		`bug|problem))`,
	)
	// notPublic matches the opposite, and what is about lesser problems.
	notPublic = pattern(
		`\bnot\b|n't\b|\bnever\b|\bavoid|\bcannot\b|privat|confidential|instead|`,
		`rather than|\bonly\b|without|before|unless|already|\blow\b|after|other|refrain|`,
		`placeholder|optionally|such issues`,
	)

	reward = pattern(
		`\bbount(?:y|ies)\b|\b(?:monetary|financial|cash|paid) (?:reward|compensation|`,
		`award)s?\b|\brewards?\b.{0,40}\b(?:report|vulnerabilit|finding)|`,
		`\b(?:hackerone|bugcrowd|huntr|intigriti|yeswehack) program`,
	)
	bountyEnded = pattern(
		`\b(?:bount(?:y|ies)|(?:hackerone|bugcrowd|huntr|intigriti|yeswehack) program)\b.{0,60}`,
		`\b(?:ended|no longer|(?:is|was|are|were|been|now) (?:now |permanently )?(?:closed|`,
		`discontinued|terminated|stopped|shut down|suspended|retired|removed|over))\b|`,
		`\b(?:ended|closed|stopped|terminated|discontinued|suspended) (?:our|the|its|all) `,
		`(?:\w+ ){0,3}bount(?:y|ies)\b|\b(?:no longer|used to)\b.{0,60}\bbount(?:y|ies)\b`,
	)
	bountyNone = pattern(
		`(?:\bno\b|\bnot (?:\w+ )?(?:able to )?(?:offer|provide|pay|have|run|operate|`,
		`give|participate)\w*|n't (?:currently )?(?:offer|provide|pay|have|run|operate|`,
		`give)\w*|\bnever (?:\w+ )?(?:offers?|pays?|provides?)|\bwithout\b|\bunable to\b|`,
		`\bcannot\b|\bneither\b|\bnor\b)(?:[^.;,]{0,60})(?:\bbount|\breward|`,
		`\bcompensation)|(?:\bbount(?:y|ies)|\brewards?)(?: programs?|`,
		` programmes?)?.{0,30}\b(?:not (?:currently )?(?:offered|available|provided|`,
		`paid)|unavailable)`,
	)
	bountyOffered = pattern(
		`\b(?:our|the|a|via|through|for|active|private|public)\b.{0,20}\b(?:bug|security|`,
		`vulnerability)[ -]bount(?:y|ies)\b|\bbount(?:y|ies) (?:program|scheme|platform|`,
		`award)|eligible for (?:an? )?(?:\w+ )?(?:bounty|reward)|\bwe (?:\w+ )?(?:offer|`,
		`pay|provide|award)\w*\b.{0,40}(?:bount|reward)`,
	)

	resilienceAct = regexp.MustCompile(`cyber[ -]?resilience act|\bcra\b|2024/2847`)
	stewardWord   = regexp.MustCompile(`\bsteward(?:s|ship)?\b`)
	stewardTerm   = regexp.MustCompile(`open[- ]source(?: software)? steward\b`)
	noSteward     = pattern(
		`\b(?:not|no|neither|nor|without)\b.{0,60}\bsteward|`,
		`\bsteward\w*\b.{0,40}\bdoes not apply`,
	)

	machineWord = pattern(
		`\bai\b|\bai-|\bllms?\b|artificial intelligence|large language model|`,
		`machine[- ](?:generated|written)|generative|chatgpt|\bcopilot\b|\bclaude\b|`,
		`\bslop\b|automated (?:scann|tool|system|report)\w*.{0,30}report|`,
		`(?:auto(?:matically)?[- ]generated|raw|unanalyzed) .{0,20}reports?`,
	)
	report = pattern(
		`report|submission|submit|finding|disclos|vulnerabilit|\bissues?\b`,
	)
	// stances are tried in this order in one sentence.
	stances = []struct {
		value string
		words *regexp.Regexp
	}{
		{MachineConditions, pattern(
			`\b(?:must (?:be|include|have|contain|disclose|state|say|indicate|originate|`,
			`not)|should (?:be|disclose|state|indicate)|require[sd]?|disclose (?:that|`,
			`whether|if|any|the|your)|always indicate|indicate whether|`,
			`please (?:disclose|verify|check|indicate|state|mention|review|make sure|`,
			`ensure)|only (?:if|when|report|after)|unless|provided that|as long as|`,
			`verif(?:y|ied)|reviewed by (?:a )?human|human (?:review|verif)|check (?:the|`,
			`your|all)|sanity check|label(?:l?ed)?|manually (?:verif|review|check))`,
		)},
		{MachineAllowed, pattern(
			`(?:not|n't) (?:\w+ )?(?:forbid|prohibit|ban|reject|oppose)`,
		)},
		{MachineRefused, pattern(
			`\b(?:(?:do|does|will|can|shall)(?: not|n't)|don't|won't|cannot|never|`,
			`not) (?:be )?(?:accept|read|consider|review|process|respond|want|welcome|`,
			`tolerat|permit|allow|valid)\w*|reject\w*|ban(?:ned)?\b|forbid\w*|forbidden|`,
			`prohibit\w*|(?:closed|ignored|discarded|deleted)\b|treated as spam|`,
			`do not (?:send|submit|report|use|post|paste)|don't (?:send|submit|report|`,
			`use|post|paste)|refuse\w*|not (?:accepted|allowed|permitted|welcome)|`,
			`out of scope`,
		)},
		{MachineAllowed, pattern(
			`\b(?:welcome\w*|allow\w*|permit\w*|may use|can use|accept\w*|fine\b|`,
			`encourag\w*)`,
		)},
	}
)
