package screening

// countryCode is the ISO code of a country by its code or by one of the names that lists write; a name that is not known
// stands for itself.
func countryCode(text string) string {
	name := Normalise(text)
	if code, ok := countryNames[name]; ok {
		return code
	}
	return name
}

// countryNames are the names of countries as OFAC, the United Nations and the European Union write them, normalised.
// Where a name is missing, a country of that name agrees only with the same name: it takes 0.03 from a score at the most.
var countryNames = map[string]string{
	"afghanistan": "af", "albania": "al", "algeria": "dz", "angola": "ao", "argentina": "ar", "armenia": "am", "australia": "au", "austria": "at",
	"azerbaijan": "az", "bahrain": "bh", "bangladesh": "bd", "belarus": "by", "belgium": "be", "bolivia": "bo", "bolivia plurinational state of": "bo",
	"bosnia and herzegovina": "ba", "brazil": "br", "brasil": "br", "bulgaria": "bg", "burma": "mm", "myanmar": "mm", "burundi": "bi", "cambodia": "kh",
	"cameroon": "cm", "canada": "ca", "central african republic": "cf", "chad": "td", "chile": "cl", "china": "cn", "colombia": "co", "comoros": "km",
	"congo democratic republic of the": "cd", "democratic republic of the congo": "cd", "costa rica": "cr", "cote d ivoire": "ci", "croatia": "hr", "cuba": "cu",
	"cyprus": "cy", "czechia": "cz", "denmark": "dk", "dominican republic": "do", "ecuador": "ec", "egypt": "eg", "el salvador": "sv", "eritrea": "er",
	"estonia": "ee", "ethiopia": "et", "finland": "fi", "france": "fr", "georgia": "ge", "germany": "de", "ghana": "gh", "greece": "gr", "guatemala": "gt",
	"guinea": "gn", "guinea bissau": "gw", "guyana": "gy", "haiti": "ht", "honduras": "hn", "hong kong": "hk", "hungary": "hu", "india": "in", "indonesia": "id",
	"iran": "ir", "iran islamic republic of": "ir", "iraq": "iq", "ireland": "ie", "israel": "il", "italy": "it", "jamaica": "jm", "japan": "jp", "jordan": "jo",
	"kazakhstan": "kz", "kenya": "ke", "north korea": "kp", "korea north": "kp", "democratic people s republic of korea": "kp", "south korea": "kr",
	"korea south": "kr", "republic of korea": "kr", "kosovo": "xk", "kuwait": "kw", "kyrgyzstan": "kg", "laos": "la", "latvia": "lv", "lebanon": "lb",
	"liberia": "lr", "libya": "ly", "lithuania": "lt", "luxembourg": "lu", "malaysia": "my", "mali": "ml", "malta": "mt", "mauritania": "mr", "mexico": "mx",
	"moldova": "md", "mongolia": "mn", "montenegro": "me", "morocco": "ma", "mozambique": "mz", "netherlands": "nl", "the netherlands": "nl", "nicaragua": "ni",
	"niger": "ne", "nigeria": "ng", "norway": "no", "oman": "om", "pakistan": "pk", "palestinian": "ps", "panama": "pa", "paraguay": "py", "peru": "pe",
	"philippines": "ph", "poland": "pl", "portugal": "pt", "qatar": "qa", "romania": "ro", "russia": "ru", "russian federation": "ru", "rwanda": "rw",
	"saudi arabia": "sa", "senegal": "sn", "serbia": "rs", "singapore": "sg", "somalia": "so", "south africa": "za", "south sudan": "ss", "spain": "es",
	"sri lanka": "lk", "sudan": "sd", "suriname": "sr", "sweden": "se", "switzerland": "ch", "syria": "sy", "syrian arab republic": "sy", "taiwan": "tw",
	"tajikistan": "tj", "tanzania": "tz", "united republic of tanzania": "tz", "thailand": "th", "trinidad and tobago": "tt", "tunisia": "tn", "turkey": "tr",
	"turkiye": "tr", "turkmenistan": "tm", "uganda": "ug", "ukraine": "ua", "united arab emirates": "ae", "united kingdom": "gb", "england": "gb",
	"united kingdom of great britain and northern ireland": "gb", "united states": "us", "united states of america": "us", "uruguay": "uy", "uzbekistan": "uz",
	"venezuela": "ve", "venezuela bolivarian republic of": "ve", "vietnam": "vn", "viet nam": "vn", "yemen": "ye", "zambia": "zm", "zimbabwe": "zw",
}
