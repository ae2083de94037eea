package httpapi

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"path"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/language"

	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/httpapi/api"
)

// catalogue holds the server's sentences by language and key, from schemas/messages.
var catalogue = sync.OnceValue(func() map[string]map[string]string {
	out := map[string]map[string]string{}
	names, err := fs.Glob(schemas.Files, "messages/*.json")
	if err != nil {
		return out
	}
	for _, name := range names {
		body, err := fs.ReadFile(schemas.Files, name)
		var texts map[string]string
		if err == nil && json.Unmarshal(body, &texts) == nil {
			out[strings.TrimSuffix(path.Base(name), ".json")] = texts
		}
	}
	return out
})

// spoken are the languages of the product; the first is the one of a reader who names none of them.
var spoken = []string{"en", "pt-BR", "es", "ar"}

var matcher = language.NewMatcher([]language.Tag{
	language.English, language.BrazilianPortuguese, language.Spanish, language.Arabic,
})

// speaker says things in one language.
type speaker struct{ locale string }

// speak chooses the reader's language: the one that the page names, else the browser's.
func speak(r *http.Request) speaker {
	wanted := r.Header.Get("X-Locale")
	if wanted == "" {
		wanted = r.Header.Get("Accept-Language")
	}
	tags, _, err := language.ParseAcceptLanguage(wanted)
	if err != nil || len(tags) == 0 {
		return speaker{spoken[0]}
	}
	_, index, _ := matcher.Match(tags...)
	return speaker{spoken[index]}
}

// say returns the sentence of a key, else of its code, with the parameters filled in.
func (s speaker) say(key, code string, params map[string]any) string {
	return s.fill(s.choose(key, code, params), params)
}

// choose returns the sentence of a key before anything is filled in: the variant that fits the parameters, else the
// plain one, else that of the code, else the key itself.
func (s speaker) choose(key, code string, params map[string]any) string {
	texts := catalogue()[s.locale]
	for _, k := range []string{key + variant(key, params), key, "code." + code} {
		if text, ok := texts[k]; ok {
			return text
		}
	}
	return key
}

// variant chooses between sentences that say the same of different circumstances.
func variant(key string, params map[string]any) string {
	text := func(name string) string { v, _ := params[name].(string); return v }
	switch {
	case strings.HasSuffix(key, ".denied") && text("rule") == "":
		return ".none"
	case strings.HasPrefix(key, "rule.unknown_") && params["suggestion"] != nil:
		return ".near"
	case key == "event.case.moved":
		if way := moved(text("from"), text("to")); way != "" || text("for") == "" {
			return way
		}
		return ".for"
	case saidWith[key] != "" && text(saidWith[key]) != "":
		return "." + saidWith[key]
	case key == "event.case.assigned" && params["turn"] == true:
		return ".turn"
	case toldBy[key] != "":
		return "." + text(toldBy[key])
	}
	return ""
}

// saidWith are events with another sentence when one of their members says something.
var saidWith = map[string]string{
	"event.approval.given": "for", "event.approval.refused": "for", "event.case.assigned": "for",
	"event.case.released": "before", "event.case.taken_over": "before",
}

// toldBy are events with a sentence for each value of one of their members.
var toldBy = map[string]string{
	"event.case.migrated": "choice", "event.check.completed": "result", "event.approval.voided": "why",
	"event.message.skipped": "reason", "event.message.bounced": "reason", "event.document.judged": "verdict",
	"event.message.queued": "channel", "event.contact.failed": "channel",
}

func moved(from, to string) string {
	switch {
	case from == "":
		return ".start"
	case to == "":
		return ".end"
	case from == to:
		return ".stay"
	}
	return ""
}

// limitNames are what the sentences' {n} is called by those who found the limit broken.
var limitNames = []string{"min", "max", "above", "below", "want"}

func (s speaker) fill(text string, params map[string]any) string {
	if !strings.Contains(text, "{") {
		return text
	}
	pairs := make([]string, 0, 2*len(params)+2)
	for name, value := range params {
		pairs = append(pairs, "{"+name+"}", s.plain(value))
	}
	for _, name := range limitNames {
		if limit, ok := params[name]; ok {
			pairs = append(pairs, "{n}", s.plain(limit))
		}
	}
	return unfilled.ReplaceAllString(strings.NewReplacer(pairs...).Replace(text), "")
}

// unfilled are names that nobody gave a value for; a gap reads better than a brace.
var unfilled = regexp.MustCompile(`\{[A-Za-z0-9]+\}`)

func (s speaker) plain(value any) string {
	switch v := value.(type) {
	case schemas.Text:
		return v.In(s.locale)
	case []schemas.Text:
		parts := make([]string, len(v))
		for i, t := range v {
			parts[i] = t.In(s.locale)
		}
		return strings.Join(parts, " → ")
	case *fault.Fault: // what was answered elsewhere, told inside another sentence
		parts := []string{s.say(v.Key, string(v.Code), v.Params)}
		for _, wrong := range s.violations(inherit(v), nil) {
			parts = append(parts, wrong.Message)
		}
		return strings.Join(parts[:min(len(parts), 4)], " · ")
	case map[string]string:
		return schemas.Text(v).In(s.locale)
	case rule.Said:
		return s.condition(v)
	case time.Time:
		return message.Apart(message.Moment(v, v.Location(), s.locale), s.locale)
	case bool:
		return s.say("operator."+strconv.FormatBool(v), "", nil)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []string:
		return strings.Join(v, ", ")
	case []any:
		parts := make([]string, len(v))
		for i, item := range v {
			parts[i] = s.plain(item)
		}
		return strings.Join(parts, ", ")
	}
	return fmt.Sprint(value)
}

// condition says a condition of a rule: "Income is more than 5000".
func (s speaker) condition(c rule.Said) string {
	values := make([]string, len(c.Values))
	for i, v := range c.Values {
		if values[i] = s.plain(v); v == "today" {
			values[i] = s.say("operator.today", "", nil)
		}
	}
	return s.say("operator."+c.Operator, "", map[string]any{"field": c.Field, "value": values})
}

// violations says what is wrong at each place; label names the field there, when the caller knows it.
func (s speaker) violations(found []fault.Violation, label func(path string) string) []api.Violation {
	out := make([]api.Violation, 0, len(found))
	for _, v := range found {
		params := maps.Clone(v.Params)
		if params == nil {
			params = map[string]any{}
		}
		switch named := params["f"].(type) {
		case nil:
			params["f"] = s.nameOf(v.Path, label)
		case schemas.Text, map[string]string:
			params["f"] = s.plain(named)
		}
		severity := api.ViolationSeverity(v.Severity)
		if severity == "" {
			severity = api.Error
		}
		out = append(out, api.Violation{
			Path: v.Path, Key: v.Key, Message: s.sentence(v, params), Params: &params, Severity: &severity,
		})
	}
	return out
}

// sentence prefers the message that whoever designed the form wrote for its rule.
func (s speaker) sentence(v fault.Violation, params map[string]any) string {
	if own, ok := v.Params["message"].(map[string]string); ok {
		if text := schemas.Text(own).In(s.locale); text != "" {
			return text
		}
	}
	return s.say(v.Key, "invalid", params)
}

func (s speaker) nameOf(pointer string, label func(string) string) string {
	if label != nil {
		if text := label(pointer); text != "" {
			return text
		}
	}
	return strings.ReplaceAll(strings.TrimPrefix(pointer, "/"), "/", " › ")
}

// inAllLanguages is the sentence of a key in each language of the product.
func inAllLanguages(key string) api.Text {
	out := api.Text{}
	for _, locale := range spoken {
		out[locale] = speaker{locale}.say(key, "", nil)
	}
	return out
}
