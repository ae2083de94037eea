package rule

import (
	"errors"
	"math"
	"regexp"
	"strconv"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
)

// functions declares what CEL has beside the standard; functions.ts is its twin.
func functions() []cel.EnvOption {
	str, num, whole, list := cel.StringType, cel.DoubleType, cel.IntType, cel.ListType(cel.DynType)
	return []cel.EnvOption{
		cel.Function("years", cel.Overload("years_dates", []*cel.Type{str, str}, num, betweenDates(years))),
		cel.Function("days", cel.Overload("days_dates", []*cel.Type{str, str}, num, betweenDates(days))),
		cel.Function("addDays",
			cel.Overload("addDays_double", []*cel.Type{str, num}, str, cel.BinaryBinding(callAddDays)),
			cel.Overload("addDays_int", []*cel.Type{str, whole}, str, cel.BinaryBinding(callAddDays))),
		cel.Function("isDate", cel.Overload("isDate_dyn", []*cel.Type{cel.DynType}, cel.BoolType, cel.UnaryBinding(callIsDate))),
		cel.Function("sum", cel.Overload("sum_list", []*cel.Type{list}, num, cel.UnaryBinding(callSum))),
		cel.Function("count", cel.Overload("count_list", []*cel.Type{list}, num, cel.UnaryBinding(callCount))),
		cel.Function("lower", cel.Overload("lower_text", []*cel.Type{str}, str, onText(lower))),
		cel.Function("digits", cel.Overload("digits_text", []*cel.Type{str}, str, onText(digits))),
		cel.Function("text",
			cel.Overload("text_double", []*cel.Type{num}, str, cel.UnaryBinding(callText)),
			cel.Overload("text_int", []*cel.Type{whole}, str, cel.UnaryBinding(callText))),
		cel.Function("number",
			cel.Overload("number_double", []*cel.Type{num}, num, cel.UnaryBinding(callNumber)),
			cel.Overload("number_int", []*cel.Type{whole}, num, cel.UnaryBinding(callNumber)),
			cel.Overload("number_text", []*cel.Type{str}, num, cel.UnaryBinding(callNumber))),
		cel.Function("round",
			cel.Overload("round_double", []*cel.Type{num, num}, num, cel.BinaryBinding(callRound)),
			cel.Overload("round_int", []*cel.Type{num, whole}, num, cel.BinaryBinding(callRound))),
	}
}

func betweenDates(f func(from, to string) (float64, error)) cel.OverloadOpt {
	return cel.BinaryBinding(func(from, to ref.Val) ref.Val {
		a, okA := from.(types.String)
		b, okB := to.(types.String)
		if !okA || !okB {
			return types.MaybeNoSuchOverloadErr(from)
		}
		n, err := f(string(a), string(b))
		if err != nil {
			return types.WrapErr(err)
		}
		return types.Double(n)
	})
}

func onText(f func(string) string) cel.OverloadOpt {
	return cel.UnaryBinding(func(v ref.Val) ref.Val {
		s, ok := v.(types.String)
		if !ok {
			return types.MaybeNoSuchOverloadErr(v)
		}
		return types.String(f(string(s)))
	})
}

func callAddDays(date, n ref.Val) ref.Val {
	s, okDate := date.(types.String)
	f, okN := float(n)
	if !okDate || !okN {
		return types.MaybeNoSuchOverloadErr(date)
	}
	to, err := addDays(string(s), f)
	if err != nil {
		return types.WrapErr(err)
	}
	return types.String(to)
}

func callIsDate(v ref.Val) ref.Val {
	s, ok := v.(types.String)
	if !ok {
		return types.False
	}
	_, ok = parseDate(string(s))
	return types.Bool(ok)
}

func callSum(v ref.Val) ref.Val {
	list, ok := v.(traits.Lister)
	if !ok {
		return types.MaybeNoSuchOverloadErr(v)
	}
	total := 0.0
	for it := list.Iterator(); it.HasNext() == types.True; {
		e := it.Next()
		n, ok := float(e)
		if !ok && e != types.NullValue {
			return types.NewErr("sum of a list with a member that is no number")
		}
		total += n
	}
	return types.Double(total)
}

func callCount(v ref.Val) ref.Val {
	list, ok := v.(traits.Lister)
	if !ok {
		return types.MaybeNoSuchOverloadErr(v)
	}
	n := 0
	for it := list.Iterator(); it.HasNext() == types.True; {
		if it.Next() != types.NullValue {
			n++
		}
	}
	return types.Double(n)
}

func callText(v ref.Val) ref.Val {
	n, ok := float(v)
	if !ok || math.IsNaN(n) || math.IsInf(n, 0) {
		return types.NewErr("text of what is no number")
	}
	return types.String(formatNumber(n))
}

// written is how JSON writes a number, with leading zeros allowed: what both languages read alike.
var written = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)

func callNumber(v ref.Val) ref.Val {
	if n, ok := float(v); ok {
		return types.Double(n)
	}
	s, ok := v.(types.String)
	if !ok {
		return types.MaybeNoSuchOverloadErr(v)
	}
	n, err := strconv.ParseFloat(string(s), 64)
	if err != nil || !written.MatchString(string(s)) {
		return types.NewErr("number of a text that is none")
	}
	return types.Double(n)
}

func callRound(x, decimals ref.Val) ref.Val {
	n, okX := float(x)
	d, okD := float(decimals)
	if !okX || !okD {
		return types.MaybeNoSuchOverloadErr(x)
	}
	r, err := round(n, d)
	if err != nil {
		return types.WrapErr(err)
	}
	return types.Double(r)
}

func float(v ref.Val) (float64, bool) {
	switch n := v.(type) {
	case types.Double:
		return float64(n), true
	case types.Int:
		return float64(n), true
	}
	return 0, false
}

// round works on the shortest decimal text of x, not on its binary value: a person who sees 2.675 expects 2.68.
func round(x, decimals float64) (float64, error) {
	if decimals != math.Trunc(decimals) || decimals < 0 || decimals > 15 {
		return 0, errors.New("round wants 0 to 15 decimals")
	}
	size := math.Abs(x)
	if !(size < 1<<53) { // already whole, or not a number
		return x, nil
	}
	r := math.Copysign(shift(math.Round(shift(size, int(decimals))), -int(decimals)), x)
	return r + 0, nil
}

// shift moves the decimal point of a text, which loses nothing; multiplying would.
func shift(x float64, by int) float64 {
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(x, 'e', -1, 64), "e")
	n, _ := strconv.Atoi(exponent)
	f, _ := strconv.ParseFloat(mantissa+"e"+strconv.Itoa(n+by), 64)
	return f
}

// lower maps letter by letter, as the browser's twin does. U+0130 is the one letter whose lower case is two.
func lower(s string) string {
	return strings.ToLower(strings.ReplaceAll(s, "\u0130", "i\u0307"))
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}
