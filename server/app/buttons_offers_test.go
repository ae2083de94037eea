package app

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// offer is one thing that the desk draws for a case, beside the verbs of the pipeline.
type offer struct {
	name  string
	ops   string // operations of the contract that it asks, with blanks between
	verb  string // what the policies call it; "" where seeing the case is enough
	shown func(desk) bool
	press func(desk) answer // status 0 where the case gives no occasion
	rare  bool              // the cases of the office may give no occasion to do it
	dear  bool              // done some times only
}

func sees(d desk) bool { return d.seen.status == 200 }

func may(verb string) func(desk) bool { return func(d desk) bool { return d.may(verb) } }

// reading is something of the case that is shown to all who see it.
func reading(name, op, path string) offer {
	return offer{name: name, ops: op, shown: sees, press: func(d desk) answer { return d.by.send("GET", d.at+path, nil) }}
}

// offers are all that the case page and the rows of queues draw. What is added to the desk is added here: the contract is
// compared with it.
var offers = []offer{
	{name: "claim", ops: "claimCase", verb: "claim", shown: func(d desk) bool { return d.may("claim") && d.owner() == "" }, press: func(d desk) answer {
		if d.owner() == d.me {
			return answer{}
		}
		return d.post("/claim", nil)
	}},
	{name: "release", ops: "releaseCase", verb: "claim", shown: func(d desk) bool { return d.may("claim") && d.owner() == d.me }, press: func(d desk) answer {
		if sees(d) && d.owner() == "" {
			return answer{}
		}
		return d.send("DELETE", d.at+"/claim", nil)
	}},
	{name: "take over", ops: "takeOverCase", verb: "assign", shown: may("takeover"), press: func(d desk) answer {
		if sees(d) && (d.owner() == "" || d.owner() == d.me) {
			return answer{}
		}
		return d.post("/takeover", nil)
	}},
	{name: "assign", ops: "listAssignees assignCase", verb: "assign", shown: may("assign"), press: desk.assigns},
	{name: "note", ops: "addNote listMentionable", verb: "note", shown: may("note/general"), press: func(d desk) answer {
		return d.post("/notes", map[string]any{"note": "Looked at."})
	}},
	{name: "note of compliance", verb: "note", shown: may("note/compliance"), press: func(d desk) answer {
		return d.post("/notes", map[string]any{"note": "Looked at.", "group": "compliance"})
	}},
	{name: "mark", ops: "markCase", shown: sees, press: func(d desk) answer {
		return d.by.send("PUT", d.at+"/mark", map[string]any{"read": d.dice.IntN(2) == 0})
	}},

	{name: "accept a document", ops: "judgeDocument", verb: "judge", shown: func(d desk) bool { return d.may("judge") && d.document().text("/id") != "" }, press: func(d desk) answer {
		return d.judges(map[string]any{"verdict": "accepted"})
	}},
	{name: "refuse a document", verb: "judge", shown: func(d desk) bool { return d.may("judge") && d.document().text("/id") != "" }, press: func(d desk) answer {
		return d.judges(map[string]any{"verdict": "refused", "reason": "Too dark."})
	}},
	{name: "undo a verdict", verb: "judge", shown: func(d desk) bool { return d.may("judge") && d.undoable() != "" }, press: func(d desk) answer {
		if sees(d) && d.undoable() == "" {
			return answer{}
		}
		return d.post("/documents/"+cmp.Or(d.undoable(), d.known.file, "none")+"/verdict", map[string]any{"verdict": "stored"})
	}},
	{name: "expiry of a document", ops: "setDocumentExpiry", verb: "judge", shown: func(d desk) bool { return d.may("judge") && d.document().text("/id") != "" }, press: func(d desk) answer {
		return d.onDocument("PUT", "/expiry", map[string]any{"day": "2031-0" + strconv.Itoa(1+d.dice.IntN(9)) + "-01"})
	}},
	{name: "open a document", ops: "linkDocument", shown: func(d desk) bool { return d.document().text("/id") != "" }, press: func(d desk) answer {
		return d.onDocument("GET", "/link", nil)
	}},
	{name: "look at a document", ops: "readDocument", shown: func(d desk) bool { return d.document().text("/id") != "" }, press: func(d desk) answer {
		return d.onDocument("GET", "/content", nil)
	}},
	{name: "small picture", ops: "linkThumbnail", shown: func(d desk) bool { return d.document().at("/hasThumbnail") == true }, press: func(d desk) answer {
		return d.onDocument("GET", "/thumbnail", nil)
	}},

	{name: "reveal", ops: "revealAnswer", verb: "reveal", shown: func(d desk) bool {
		return d.masked().text("/path") != "" && d.may("reveal/"+d.masked().text("/group"))
	}, press: func(d desk) answer {
		return d.post("/reveal", map[string]any{"path": cmp.Or(d.masked().text("/path"), d.known.masked, "/cpf"), "reason": "To compare."})
	}},
	{name: "reveal what is plain", verb: "reveal", rare: true, shown: func(desk) bool { return false }, press: func(d desk) answer {
		return d.post("/reveal", map[string]any{"path": "/full_name", "reason": "To compare."})
	}},
	{name: "mend", ops: "mendAnswer", verb: "mend", shown: desk.mends, press: func(d desk) answer {
		return d.post("/mend", map[string]any{"path": "/social_name", "value": "Nome " + strconv.Itoa(d.dice.IntN(1e6))})
	}},
	{name: "save a page", ops: "saveStaffPage", verb: "write", shown: func(d desk) bool { return d.page() != "" && d.may("page/"+d.page()) }, press: func(d desk) answer {
		if d.known.page == "" {
			return answer{}
		}
		return d.by.send("PUT", d.at+"/pages/"+cmp.Or(d.page(), d.known.page), map[string]any{"values": map[string]any{}, "locale": "en"})
	}},

	{name: "open a check", ops: "getCheck", shown: func(d desk) bool { return d.check() != "" }, press: func(d desk) answer {
		return d.onCheck("GET", "", nil)
	}},
	{name: "ask a check", ops: "askCheck", verb: "check", shown: mayCheck("check"), press: func(d desk) answer {
		return d.onCheck("POST", "/ask", map[string]any{"reason": "Once more."})
	}},
	{name: "want pass", ops: "overruleCheck", verb: "overrule", shown: mayCheck("overrule/pass"), press: overrules("pass")},
	{name: "want fail", verb: "overrule", shown: mayCheck("overrule/fail"), press: overrules("fail")},
	{name: "take a wish back", verb: "overrule", rare: true, shown: mayCheck("overrule/own"), press: overrules("own")},
	{name: "clear a hit", ops: "clearHit", verb: "clear", rare: true, shown: func(desk) bool { return false }, press: func(d desk) answer {
		return d.onCheck("POST", "/clear", map[string]any{"list": "none", "entry": "1", "person": "nobody", "reason": "Somebody else."})
	}},

	{name: "reply", ops: "writeToApplicant", verb: "reply", shown: may("reply"), press: func(d desk) answer {
		return d.post("/thread", map[string]any{"body": "We have got it."})
	}},
	{name: "thread is read", ops: "readThread", verb: "reply", shown: may("reply"), press: func(d desk) answer { return d.post("/thread/read", nil) }},
	{name: "assist", ops: "assistCase", verb: "assist", shown: may("assist"), press: func(d desk) answer { return d.post("/assist", nil) }},
	{name: "withdraw an item", ops: "withdrawRequest", verb: "request", rare: true, shown: may("withdraw"), press: func(d desk) answer {
		return d.by.send("DELETE", d.at+"/requests/"+cmp.Or(d.openItem(), "none"), nil)
	}},
	{name: "tick", ops: "tickItem", verb: "tick", rare: true, shown: func(d desk) bool { return d.may("tick") && d.tickable() != "" }, press: func(d desk) answer {
		item := cmp.Or(d.tickable(), d.known.item)
		if item == "" {
			return answer{}
		}
		return d.by.send("PUT", d.at+"/items/"+item, map[string]any{"done": true})
	}},
	{name: "resend a message", ops: "resendMessage", verb: "resend", shown: func(d desk) bool { return d.resendable() != "" }, press: func(d desk) answer {
		id := cmp.Or(d.resendable(), d.known.message)
		if id == "" {
			return answer{}
		}
		return d.send("POST", "/outbox/"+id+"/resend", nil)
	}},
	{name: "open a paper", ops: "listCasePapers openCasePaper", shown: func(d desk) bool { return d.paper() != "" }, press: func(d desk) answer {
		id := cmp.Or(d.paper(), d.known.paper)
		if id == "" {
			return answer{}
		}
		return d.by.send("GET", d.at+"/papers/"+id, nil)
	}},
	{name: "open the receipt", ops: "openCaseReceipt", dear: true, shown: func(d desk) bool { return d.papers().at("/receipt") == true }, press: func(d desk) answer {
		return d.by.send("GET", d.at+"/receipt", nil)
	}},
	{name: "open the dossier", ops: "openDossier", dear: true, shown: sees, press: func(d desk) answer {
		return d.by.send("GET", d.at+"/dossier", nil)
	}},
	reading("timeline", "listEvents", "/events"),
	reading("messages", "listCaseMessages", "/messages"),
	reading("thread", "getThread", "/thread"),
	reading("checklist", "getChecklist", "/checklist"),
	reading("calls", "listCalls", "/calls"),
}

func (d desk) may(verb string) bool {
	words, _ := d.seen.at("/may").([]any)
	return slices.Contains(words, any(verb))
}

func (d desk) owner() string { return d.seen.text("/row/assignee") }

// assigns gives the case to the first who can have it and has it not.
func (d desk) assigns() answer {
	to := d.me
	for _, a := range list(d.by.send("GET", d.at+"/assignee", nil), "/assignees") {
		if a.text("/why") == "" && a.text("/id") != d.owner() {
			to = a.text("/id")
		}
	}
	got := d.send("PUT", d.at+"/assignee", map[string]any{"member": to, "reason": "To share the work."})
	if d.may("assign") && got.text("/key") == "case.assignee_may_not" { // nobody can have it: the dialog says so
		got.status = 200
	}
	return got
}

// document is the first that stands, of those that the member sees.
func (d desk) document() answer {
	for _, one := range list(d.seen, "/documents") {
		if one.text("/state") != "replaced" {
			return one
		}
	}
	return answer{}
}

// onDocument asks something of the document that is seen, or of one that is not.
func (d desk) onDocument(method, path string, body any) answer {
	id := cmp.Or(d.document().text("/id"), d.known.file)
	if id == "" {
		return answer{}
	}
	return d.send(method, d.at+"/documents/"+id+path, body)
}

func (d desk) judges(body any) answer { return d.onDocument("POST", "/verdict", body) }

func (d desk) undoable() string {
	for _, one := range list(d.seen, "/documents") {
		if one.at("/canUndo") == true {
			return one.text("/id")
		}
	}
	return ""
}

// masked is the first masked answer.
func (d desk) masked() answer {
	for _, one := range list(d.seen, "/dossier") {
		if one.at("/masked") == true {
			return one
		}
	}
	return answer{}
}

// mends tells whether the case page draws the button that puts an answer right, and lets the name be chosen.
func (d desk) mends() bool {
	fields, _ := d.seen.at("/mendable").([]any)
	return slices.Contains(fields, any("social_name")) && slices.ContainsFunc(list(d.seen, "/actions"), func(a answer) bool {
		return a.text("/verb") == "mend" && a.at("/allowed") == true
	})
}

// page is the last page for staff of which the member sees something.
func (d desk) page() string {
	key := ""
	for _, p := range list(d.seen, "/form/pages") {
		if p.at("/staffOnly") == true && len(list(p, "/fields")) > 0 {
			key = p.text("/key")
		}
	}
	return key
}

// check is the first that did not pass, of those whose result the member sees; else the first.
func (d desk) check() string {
	key := ""
	for _, c := range list(d.seen, "/checks") {
		switch c.text("/result") {
		case "hidden":
		case "fail", "unclear":
			return c.text("/key")
		default:
			key = cmp.Or(key, c.text("/key"))
		}
	}
	return key
}

func (d desk) onCheck(method, path string, body any) answer {
	key := cmp.Or(d.check(), d.known.check)
	if key == "" {
		return answer{}
	}
	return d.send(method, d.at+"/checks/"+url.PathEscape(key)+path, body)
}

func mayCheck(word string) func(desk) bool {
	return func(d desk) bool {
		if d.check() == "" {
			return false
		}
		words, _ := d.reads("/checks/" + url.PathEscape(d.check())).at("/may").([]any)
		return slices.Contains(words, any(word))
	}
}

func overrules(result string) func(desk) answer {
	return func(d desk) answer {
		return d.onCheck("POST", "/overrule", map[string]any{"result": result, "reason": "As seen on paper."})
	}
}

func (d desk) tickable() string {
	if !d.may("tick") {
		return ""
	}
	keys, _ := d.reads("/checklist").at("/tickable").([]any)
	for _, key := range keys {
		if text, ok := key.(string); ok {
			return text
		}
	}
	return ""
}

func (d desk) resendable() string {
	if !sees(d) {
		return ""
	}
	for _, m := range list(d.reads("/messages"), "/messages") {
		if m.at("/mayResend") == true {
			return m.text("/id")
		}
	}
	return ""
}

func (d desk) papers() answer {
	if !sees(d) {
		return answer{}
	}
	return d.reads("/papers")
}

func (d desk) paper() string {
	papers := d.papers()
	if papers.at("/withheld") == true {
		return ""
	}
	for _, p := range list(papers, "/papers") {
		if p.at("/erased") != true {
			return p.text("/id")
		}
	}
	return ""
}

// openItem is one that the applicant still owes.
func (d desk) openItem() string {
	for _, item := range list(d.seen, "/requests") {
		if item.text("/state") == "open" {
			return item.text("/id")
		}
	}
	return ""
}

// knows wants every word of what a member may do to be one that an offer stands for.
func (r *office) knows(d desk) {
	r.t.Helper()
	known := []string{"claim", "assign", "takeover", "judge", "reply", "tick", "assist", "withdraw", "note", "reveal", "write", "page"}
	words, _ := d.seen.at("/may").([]any)
	for _, w := range words {
		if word, _, _ := strings.Cut(w.(string), "/"); !slices.Contains(known, word) { //nolint:forcetypeassert // the contract says so
			r.t.Errorf("the case page may draw %q, and no offer stands for it", w)
		}
	}
}
