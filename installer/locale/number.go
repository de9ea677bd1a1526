package locale

import (
	"strconv"
	"strings"
	"time"
)

// Bytes writes a size in binary units with at most one decimal: "1,5 Gio" or
// "1.5 GiB", with a space that does not break.
func (p *Printer) Bytes(size int64) string {
	value, unit := float64(size), 0
	for value >= 1024 && unit < len(p.units())-1 {
		value /= 1024
		unit++
	}
	digits := strings.TrimSuffix(strconv.FormatFloat(value, 'f', 1, 64), ".0")
	if p.language == French {
		digits = strings.Replace(digits, ".", ",", 1)
	}
	return digits + "\u00a0" + p.units()[unit]
}

func (p *Printer) units() []string {
	if p.language == French {
		return []string{"octets", "Kio", "Mio", "Gio", "Tio"}
	}
	return []string{"bytes", "KiB", "MiB", "GiB", "TiB"}
}

// Date writes a day in full: "1er décembre 2026", "1 December 2026".
func (p *Printer) Date(day time.Time) string {
	number := strconv.Itoa(day.Day())
	month := day.Month().String()
	if p.language == French {
		month = frenchMonth(day.Month())
		if number == "1" {
			number = "1er"
		}
	}
	return number + "\u00a0" + month + "\u00a0" + strconv.Itoa(day.Year())
}

func frenchMonth(month time.Month) string {
	return [...]string{
		"janvier", "février", "mars", "avril", "mai", "juin", "juillet",
		"août", "septembre", "octobre", "novembre", "décembre",
	}[month-1]
}

// List writes names one after the other: "a, b et c", "a, b and c".
func (p *Printer) List(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	and := " and "
	if p.language == French {
		and = " et "
	}
	return strings.Join(names[:last], ", ") + and + names[last]
}
