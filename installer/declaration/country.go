package declaration

// countryName writes a country in French; a code that is not in this list
// stays as it is rather than being guessed.
func countryName(code string) string {
	name, known := map[string]string{
		"AT": "Autriche", "BE": "Belgique", "BG": "Bulgarie", "CA": "Canada", "CH": "Suisse",
		"CI": "Côte d’Ivoire", "CM": "Cameroun", "CY": "Chypre", "CZ": "Tchéquie", "DE": "Allemagne",
		"DK": "Danemark", "DZ": "Algérie", "EE": "Estonie", "ES": "Espagne", "FI": "Finlande",
		"FR": "France", "GB": "Royaume-Uni", "GR": "Grèce", "HR": "Croatie", "HU": "Hongrie",
		"IE": "Irlande", "IS": "Islande", "IT": "Italie", "LT": "Lituanie", "LU": "Luxembourg",
		"LV": "Lettonie", "MA": "Maroc", "MC": "Monaco", "MT": "Malte", "NL": "Pays-Bas",
		"NO": "Norvège", "PL": "Pologne", "PT": "Portugal", "RO": "Roumanie", "SE": "Suède",
		"SI": "Slovénie", "SK": "Slovaquie", "SN": "Sénégal", "TN": "Tunisie", "US": "États-Unis",
	}[code]
	if !known {
		return code
	}
	return name
}
