package main

import (
	"encoding/json"
	"fmt"

	"github.com/esteira/esteira/builder/library"
)

// What is loaded: a form of 40 fields with rules and a repeated group, and a pipeline whose submit leads to a staff
// stage with a time limit, which is one job.
const (
	pipelineKey = "load"
	photoField  = "photo"

	hugeForm         = "huge"
	largePipeline    = "large"
	designer         = "designer@load.example"
	designerPassword = "drawn-with-care"
)

type object = map[string]any

func text(s string) object { return object{"en": s} }

func when(field, operator string, value any) object {
	return object{"query": object{"combinator": "and", "rules": []any{object{"field": field, "operator": operator, "value": value}}}}
}

// field is one of the form, with what else it has.
func field(key, kind string, more object) object {
	f := object{"id": "f_" + key, "key": key, "type": kind, "label": text("Question about " + key)}
	for k, v := range more {
		f[k] = v
	}
	return f
}

var required = object{"required": true}

// pages holds 40 fields, and four more in each row of one of them.
func pages() []any {
	person := []any{
		field("full_name", "text", object{"required": true, "indexed": true}),
		field("email", "email", object{"required": true, "indexed": true}),
		field("mobile", "phone", required),
		field("cpf", "cpf", object{"required": true, "indexed": true, "masked": true}),
		field("birth_date", "date", object{"required": true, "indexed": true, "validations": []any{
			object{"rule": object{"cel": "years(answers.birth_date, today) >= 18.0"}, "message": text("You must be 18 or older.")},
		}}),
		field("age", "computed", object{"formula": object{"cel": "years(answers.birth_date, today)"}, "config": object{"result": "number"}}),
		field("spouse", "text", object{"required": true, "visibleWhen": when("full_name", "contains", " e ")}),
		field(photoField, "image", object{"config": object{"accept": []any{"jpg"}, "maxFiles": 1}}),
	}
	money := []any{
		field("income", "money", object{"required": true, "indexed": true, "config": object{"currency": "BRL", "min": 0}}),
		field("worth", "money", object{"indexed": true, "config": object{"currency": "BRL", "min": 0}, "validations": []any{
			object{"rule": object{"cel": "answers.worth >= answers.income"}, "message": text("Less than a month."), "severity": "warn"},
		}}),
		field("origin", "textarea", object{"required": true, "visibleWhen": when("income", ">", 1_000_000)}),
		field("owners", "repeat", object{
			"required": true, "config": object{"min": 1, "max": 20},
			"fields": []any{
				field("name", "text", required), field("cpf", "cpf", object{"id": "f_owner_cpf"}), field("share", "percent", required),
				field("foreign", "boolean", nil),
			},
			"validations": []any{object{
				"rule":    object{"cel": "round(sum(answers.owners.map(o, has(o.share), o.share)), 4) <= 100.0"},
				"message": text("More than all of it."),
			}},
		}),
		field("total", "computed", object{
			"formula": object{"cel": "round(sum(answers.owners.map(o, has(o.share), o.share)), 4)"}, "config": object{"result": "number"},
		}),
	}
	var rest []any
	for i := len(person) + len(money); i < 40; i++ {
		more := object{"required": i%2 == 0, "indexed": i%9 == 0}
		if i%3 == 0 {
			more["visibleWhen"] = when("income", ">", i)
		}
		rest = append(rest, field(fmt.Sprintf("detail_%d", i), "text", more))
	}
	page := func(key string, fields []any) any {
		return object{"id": key, "key": key, "title": text("Page " + key), "fields": fields}
	}
	return []any{page("person", person), page("money", money), page("rest", rest)}
}

// answers are 1.2 KB; n makes people differ.
func answers(n int) map[string]any {
	a := map[string]any{
		"full_name": fmt.Sprintf("Maria Silva %06d", n), "email": fmt.Sprintf("maria%06d@example.com", n), "mobile": "+5511961234567",
		"cpf": "52998224725", "birth_date": "1988-03-27", "income": 850_000 + n, "worth": 9_900_000,
		"owners": []any{
			object{"name": "Ana Pereira", "cpf": "52998224725", "share": 50, "foreign": false},
			object{"name": "Bruno Costa", "share": 30, "foreign": true},
			object{"name": "Carla Souza", "share": 20, "foreign": false},
		},
	}
	for i := 13; i < 40; i++ {
		a[fmt.Sprintf("detail_%d", i)] = fmt.Sprintf("Answer %d of a person", i)
	}
	return a
}

// largePage holds 300 fields: a third under a condition, and a sum over ten of them.
func largePage() []any {
	fields := []any{field("full_name", "text", required), field("email", "email", nil), field("cpf", "cpf", nil), field("income", "number", nil)}
	sum := "0.0"
	for i := len(fields); i < 299; i++ {
		key := fmt.Sprintf("field_%d", i)
		switch {
		case i%3 == 1:
			fields = append(fields, field(key, "number", nil))
			if i < 33 {
				sum += fmt.Sprintf(" + (has(answers.%s) ? answers.%s : 0.0)", key, key)
			}
		case i%3 == 2 && i > 5:
			fields = append(fields, field(key, "text", object{"visibleWhen": when("full_name", "contains", "a")}))
		default:
			fields = append(fields, field(key, "text", object{"required": i%2 == 0}))
		}
	}
	fields = append(fields, field("total", "computed", object{"formula": object{"cel": sum}, "config": object{"result": "number"}}))
	return []any{object{"id": "all", "key": "all", "title": text("All"), "fields": fields}}
}

// hugeDesign is a form of 500 fields of five types on ten pages, a third of them under a condition.
func hugeDesign() object {
	types := []string{"text", "number", "select", "date", "textarea"}
	pages := make([]any, 10)
	for p := range pages {
		fields := make([]any, 50)
		for i := range fields {
			n := p*50 + i
			more := object{"required": n%2 == 0}
			if n%5 == 2 {
				more["options"] = []any{object{"value": "a", "label": text("One")}, object{"value": "b", "label": text("Other")}}
			}
			if n%3 == 1 {
				more["visibleWhen"] = when("field_0", "contains", "a")
			}
			fields[i] = field(fmt.Sprintf("field_%d", n), types[n%5], more)
		}
		key := fmt.Sprintf("page_%d", p)
		pages[p] = object{"id": key, "key": key, "title": text(key), "fields": fields}
	}
	return object{"key": hugeForm, "title": text("Huge"), "locales": []any{"en"}, "defaultLocale": "en", "pages": pages}
}

// largeDesign is a pipeline of 60 stages and 200 transitions: each stage leads to the next, past it, and to an end.
func largeDesign() object {
	const last = 58 // the stages before the two ends
	var stages, moves []any
	name := func(i int) string { return fmt.Sprintf("stage_%d", min(i, last)) }
	move := func(from, to, verb, by string) {
		moves = append(moves, object{
			"key": fmt.Sprintf("t%d", len(moves)), "from": from, "to": to, "title": text(verb), "trigger": object{"verb": verb}, "by": []any{by},
		})
	}
	move("", name(0), "start", "applicant")
	for i := range last {
		kind, by := "staff", "member"
		if i == 0 {
			kind, by = "applicant", "applicant"
		}
		stages = append(stages, object{"key": name(i), "name": text(name(i)), "kind": kind, "applicant": text("We have it."), "answers": "closed"})
		move(name(i), name(i+1), "approve", by)
		move(name(i), name(i+2), "skip", by)
		move(name(i), "rejected", "reject", by)
		if len(moves) < 200-3*(last-i-1) {
			move(name(i), name(i+3), "leap", by)
		}
	}
	for key, outcome := range map[string]string{name(last): "completed", "rejected": "rejected"} {
		stages = append(stages, object{"key": key, "name": text(key), "kind": "end", "applicant": text("Done."), "answers": "closed", "outcome": outcome})
	}
	return object{
		"key": largePipeline, "title": text("Large"), "locales": []any{"en"}, "defaultLocale": "en", "form": pipelineKey,
		"contact": object{"name": "full_name", "email": "email"}, "stages": stages, "transitions": moves,
	}
}

func template(pages []any) (library.Template, error) {
	stage := func(key, kind, open string, more object) any {
		s := object{"key": key, "name": text(key), "kind": kind, "applicant": text("We have it."), "answers": open}
		for k, v := range more {
			s[k] = v
		}
		return s
	}
	move := func(key, from, to string, trigger object, by string) object {
		return object{"key": key, "from": from, "to": to, "title": text(key), "trigger": trigger, "by": []any{by}}
	}
	queue := func(key string) object {
		return object{"queue": object{"key": key, "name": text(key), "columns": []any{"age", "income"}}}
	}
	body, err := json.Marshal(object{
		"key": pipelineKey, "title": text("Load"),
		"roles": []any{object{"key": "analyst", "name": text("Analyst")}},
		"policies": []any{
			object{"role": "analyst", "object": "pipeline/load/stage/*", "verb": "read", "effect": "allow"},
			object{"role": "analyst", "object": "form/load/group/*", "verb": "read", "effect": "allow"},
			object{"role": "analyst", "object": "pipeline/load/stage/approval", "verb": "approve", "effect": "allow"},
			object{"role": "analyst", "object": "pipeline/load/stage/approval", "verb": "claim", "effect": "allow"},
		},
		"forms": []any{object{
			"key": pipelineKey, "title": text("Load"), "locales": []any{"en"}, "defaultLocale": "en", "pages": pages,
		}},
		"pipelines": []any{object{
			"key": pipelineKey, "title": text("Load"), "locales": []any{"en"}, "defaultLocale": "en", "form": pipelineKey,
			"contact": object{"name": "full_name", "email": "email", "identity": "cpf"},
			"stages": []any{
				stage("draft", "applicant", "open", queue("drafts")), stage("approval", "staff", "closed", queue("approval")),
				stage("complete", "end", "closed", object{"outcome": "completed"}), stage("expired", "end", "closed", object{"outcome": "expired"}),
			},
			"transitions": []any{
				move("start", "", "draft", object{"verb": "start"}, "applicant"), move("save", "draft", "draft", object{"verb": "save"}, "applicant"),
				move("submit", "draft", "approval", object{"verb": "submit"}, "applicant"),
				move("approve", "approval", "complete", object{"verb": "approve"}, "member"),
				move("lapse", "approval", "expired", object{"timer": object{"after": []any{"P5D"}, "since": "stage"}}, "system"),
			},
		}},
	})
	if err != nil {
		return library.Template{}, err
	}
	return library.Read(body)
}
