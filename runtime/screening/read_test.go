package screening_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/esteira/esteira/runtime/screening"
	"github.com/esteira/esteira/schemas/fault"
)

func text(name, content string) screening.Source {
	return screening.Source{Name: name, Content: []byte(content)}
}

const sdn = `36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- 
22790,"MADURO MOROS, Nicolas","individual","VENEZUELA] [SDNTK","President",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 23 Nov 1962; POB Caracas, Venezuela; citizen Venezuela; Gender Male; Cedula No. 5892464 (Venezuela)."
broken,row
` + "\x1a"

func TestOFAC(t *testing.T) {
	t.Parallel()
	entries, report, err := screening.Read(t.Context(), screening.OFAC, []screening.Source{
		text("ALT.CSV", `22790,1,"aka","MADURO, Nico",-0- `+"\n99999,2,\"aka\",\"NOBODY\",-0- \n"),
		text("SDN_COMMENTS.CSV", `22790,"; Passport B0123456 (Venezuela); Tax ID No. 529.982.247-25 (Brazil); National ID No. 171-1971."`+"\n"),
		text("SDN.CSV", sdn),
		text("ADD.CSV", `36,25,"Marina 23","Havana","Cuba",-0- `+"\n"),
	}, nil)
	if err != nil || len(entries) != 2 || report.Rejected != 2 {
		t.Fatalf("%+v, %+v, %v", entries, report, err)
	}
	company, person := entries[0], entries[1]
	if company.Kind != screening.Company || !slices.Equal(company.Countries, []string{"Cuba"}) {
		t.Errorf("%+v", company)
	}
	if person.Kind != screening.Individual || len(person.Names) != 2 || person.Gender != "m" || person.Births[0].From != 1962 || !slices.Equal(person.Programs, []string{"SDNTK", "VENEZUELA"}) {
		t.Errorf("%+v", person)
	}
	want := []screening.Identifier{
		{Kind: "Cedula No.", Number: "5892464"},
		{Kind: "National ID", Number: "1711971"},
		{Kind: "Passport", Number: "B0123456"},
		{Kind: "Tax ID", Number: "52998224725"},
	}
	if !slices.Equal(person.Identifiers, want) {
		t.Errorf("identifiers %+v", person.Identifiers)
	}
}

const un = `<?xml version="1.0" encoding="UTF-8"?><CONSOLIDATED_LIST dateGenerated="2026-11-20T23:00:00Z"><INDIVIDUALS>
<INDIVIDUAL><DATAID>6908555</DATAID><FIRST_NAME>RI</FIRST_NAME><SECOND_NAME>WON HO</SECOND_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE><REFERENCE_NUMBER>KPi.033</REFERENCE_NUMBER>
<GENDER>Male</GENDER><NATIONALITY><VALUE>Democratic People's Republic of Korea</VALUE></NATIONALITY>
<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Ri Wonho</ALIAS_NAME></INDIVIDUAL_ALIAS><INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Captain</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1964</FROM_YEAR><TO_YEAR>1966</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>381310014</NUMBER></INDIVIDUAL_DOCUMENT></INDIVIDUAL>
<INDIVIDUAL><DATAID>1</DATAID></INDIVIDUAL></INDIVIDUALS>
<ENTITIES><ENTITY><DATAID>110403</DATAID><FIRST_NAME>AMROGGANG DEVELOPMENT BANKING CORPORATION</FIRST_NAME><ENTITY_ADDRESS><COUNTRY>Iraq</COUNTRY></ENTITY_ADDRESS></ENTITY></ENTITIES></CONSOLIDATED_LIST>`

func TestUN(t *testing.T) {
	t.Parallel()
	entries, report, err := screening.Read(t.Context(), screening.UN, []screening.Source{text("consolidated.xml", un)}, nil)
	if err != nil || len(entries) != 2 || report.Rejected != 1 || report.Published != "2026-11-20" {
		t.Fatalf("%+v, %+v, %v", entries, report, err)
	}
	p := entries[0]
	if p.Names[0] != "RI WON HO" || !slices.Equal(p.Weak, []string{"Captain"}) || p.Births[0] != (screening.Years{From: 1964, To: 1966}) || p.Identifiers[0].Number != "381310014" {
		t.Errorf("%+v", p)
	}
	if entries[1].Kind != screening.Company || entries[1].Countries[0] != "Iraq" {
		t.Errorf("%+v", entries[1])
	}
}

const eu = "\xef\xbb\xbffileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_SubjectType_ClassificationCode;Entity_Regulation_Programme;NameAlias_LastName;NameAlias_FirstName;NameAlias_WholeName;NameAlias_Gender;BirthDate_BirthDate;BirthDate_Year;Identification_Number;Identification_TypeDescription;Citizenship_CountryIso2Code\n" +
	"21/11/2026;13;EU.27.28;P;IRQ;Hussein;Saddam;Saddam Hussein Al-Tikriti;M;;;;;\n" +
	"21/11/2026;13;EU.27.28;P;IRQ;;;Abu Ali;;;;;;\n" +
	"21/11/2026;13;EU.27.28;P;IRQ;;;;;1937-04-28;1937;;;\n" +
	"21/11/2026;13;EU.27.28;P;IRQ;;;;;;;M123-45;National passport;IQ\n"

func TestEU(t *testing.T) {
	t.Parallel()
	entries, report, err := screening.Read(t.Context(), screening.EU, []screening.Source{text("eu.csv", eu)}, nil)
	if err != nil || len(entries) != 1 || report.Published != "2026-11-21" {
		t.Fatalf("%+v, %+v, %v", entries, report, err)
	}
	e := entries[0]
	if e.Kind != screening.Individual || len(e.Names) != 2 || e.Gender != "m" || e.Births[0].From != 1937 || e.Identifiers[0].Number != "M12345" || e.Countries[0] != "IQ" {
		t.Errorf("%+v", e)
	}
}

// latin is a text as Brazilian offices write it.
func latin(s string) []byte {
	var out []byte
	for _, r := range s {
		out = append(out, byte(r))
	}
	return out
}

func TestPEP(t *testing.T) {
	t.Parallel()
	rows := "CPF;Nome_PEP;Sigla_Função;Descrição_Função;Nível_Função;Nome_Órgão;Data_Início_Exercício;Data_Fim_Exercício;Data_Fim_Carência\n" +
		"***.982.247-**;JOSÉ DA SILVA;VER;VEREADOR;;CÂMARA DE RECIFE;01/01/2017;31/12/2020;31/12/2025\n" +
		"***.982.247-**;JOSÉ DA SILVA;PREF;PREFEITO;;RECIFE;01/01/2021;31/12/2024;31/12/2029\n" +
		"***.111.222-**;ANA LIMA;MIN;MINISTRA;;MF;01/01/2025;Não informada;Não informada\n" +
		"12;SEM CPF;;;;;;;\n"
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	w, err := z.Create("202611_PEP.csv")
	if err == nil {
		_, err = w.Write(latin(rows))
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	entries, report, err := screening.Read(t.Context(), screening.PEP, []screening.Source{{Name: "202611_PEP.zip", Content: packed.Bytes()}}, nil)
	if err != nil || len(entries) != 2 || report.Rejected != 1 || report.Rejects[0].Line != 5 {
		t.Fatalf("%+v, %+v, %v", entries, report, err)
	}
	e := entries[0]
	if e.Names[0] != "JOSÉ DA SILVA" || e.Until != "2029-12-31" || e.Identifiers[0].Number != "***982247**" || entries[1].Until != "" || !slices.Contains(e.Programs, "PREFEITO, RECIFE") {
		t.Errorf("%+v %+v", e, entries[1])
	}
}

func TestHostileLists(t *testing.T) {
	t.Parallel()
	var bomb bytes.Buffer
	z := zip.NewWriter(&bomb)
	w, err := z.Create("a.csv")
	if err != nil {
		t.Fatal(err)
	}
	zeros := bytes.Repeat([]byte("a"), 1<<20)
	for range screening.MaxBytes>>20 + 1 {
		if _, err := w.Write(zeros); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		format string
		source screening.Source
		want   string
	}{
		"entities":        {screening.UN, text("x.xml", `<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><CONSOLIDATED_LIST>&b;</CONSOLIDATED_LIST>`), "list.markup"},
		"another root":    {screening.UN, text("x.xml", `<html></html>`), "list.layout"},
		"cut off":         {screening.UN, text("x.xml", un[:len(un)-40]), "list.layout"},
		"bytes":           {screening.Plain, screening.Source{Name: "x.csv", Content: []byte("name\n\x00\x01")}, "list.encoding"},
		"a bomb":          {screening.Plain, screening.Source{Name: "x.zip", Content: bomb.Bytes()}, "list.too_big"},
		"nothing":         {screening.Plain, text("x.csv", "name\n"), "list.empty"},
		"other columns":   {screening.EU, text("x.csv", "a;b\n1;2\n"), "list.layout"},
		"no such layout":  {"xls", text("x.csv", "name\nAna"), "list.layout"},
		"no main file":    {screening.OFAC, text("ALT.CSV", `1,2,"aka","X",-0- `), "list.layout"},
		"a zip that lies": {screening.Plain, text("x.zip", "PK\x03\x04nonsense"), "list.layout"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, err := screening.Read(t.Context(), tc.format, []screening.Source{tc.source}, nil)
			if fault.KeyOf(err) != tc.want {
				t.Errorf("%v, want %s", err, tc.want)
			}
		})
	}
}

func TestPlainIsReadHoweverItIsWritten(t *testing.T) {
	t.Parallel()
	wide := []byte{0xff, 0xfe}
	for _, r := range "nome;nascimento\nÁlvaro;1980\n" {
		wide = append(wide, byte(r), byte(r>>8))
	}
	for name, content := range map[string][]byte{
		"utf-8": []byte("nome;nascimento\nÁlvaro;1980\n"), "latin": latin("nome;nascimento\nÁlvaro;1980\n"), "utf-16": wide, "commas": []byte("\xef\xbb\xbfName,Birth date\n\"Álvaro\",01/02/1980\n"),
	} {
		entries, _, err := screening.Read(t.Context(), screening.Plain, []screening.Source{{Name: name, Content: content}}, nil)
		if err != nil || entries[0].Names[0] != "Álvaro" || entries[0].Births[0].From != 1980 {
			t.Errorf("%s: %+v, %v", name, entries, err)
		}
	}
}

func TestProgressIsToldAndReadingCanBeStopped(t *testing.T) {
	t.Parallel()
	var rows strings.Builder
	rows.WriteString("id,name\n")
	for i := range 5000 {
		fmt.Fprintf(&rows, "%d,Name %d\n", i, i)
	}
	ctx, stop := context.WithCancel(t.Context())
	var told []int
	_, _, err := screening.Read(ctx, screening.Plain, []screening.Source{text("x.csv", rows.String())}, func(n int) { told = append(told, n); stop() })
	if len(told) != 1 || err == nil {
		t.Errorf("told %v, %v", told, err)
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{sdn, un, eu, "name,birth\nAna,1980\n", "PK\x03\x04"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		for _, format := range screening.Formats() {
			entries, report, err := screening.Read(t.Context(), format, []screening.Source{text("x", content)}, nil)
			if err == nil && (len(entries) == 0 || report.Entries != len(entries)) {
				t.Errorf("%s: %+v", format, report)
			}
			for _, e := range entries {
				if len(e.Names) == 0 || screening.Normalise(e.Names[0]) == "" {
					t.Errorf("%s: %+v", format, e)
				}
			}
			screening.NewIndex(entries).Screen(screening.Person{Names: []string{"Ana Lima"}}, 0.8, "")
		}
	})
}
