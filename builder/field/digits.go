package field

import "strings"

// allDigits tells whether s is n ASCII digits.
func allDigits(s string, n int) bool { return len(s) == n && onlyDigits(s) }

func onlyDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// oneRepeated tells whether s is the same character again and again.
func oneRepeated(s string) bool { return s != "" && strings.Count(s, s[:1]) == len(s) }

// weigh sums the value of each character (ASCII code less 48, so that "A" is 17) times its weight, from the left.
func weigh(s string, weights ...int) int {
	sum := 0
	for i := 0; i < len(s) && i < len(weights); i++ {
		sum += int(s[i]-'0') * weights[i]
	}
	return sum
}

// weighRight is weigh from the right end.
func weighRight(s string, weights ...int) int {
	sum := 0
	for i := 0; i < len(s) && i < len(weights); i++ {
		sum += int(s[len(s)-1-i]-'0') * weights[i]
	}
	return sum
}

// luhnDigit is the digit that makes the Luhn sum a multiple of ten (ISO/IEC 7812-1).
func luhnDigit(body string) byte {
	sum := 0
	for i := range len(body) {
		d := int(body[len(body)-1-i] - '0')
		if i%2 == 0 {
			d = d*2%10 + d*2/10
		}
		sum += d
	}
	return digit((10 - sum%10) % 10)
}

func digit(n int) byte { return "0123456789"[n] }
