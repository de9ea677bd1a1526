package preflight

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

const (
	// releaseYear is the year of this program: no right clock is before it.
	releaseYear = 2026
	// clockTolerance is a quarter of the hour by which authorities date a
	// certificate back: a server further behind would take each new certificate
	// for one that is not valid yet, and order again until its budget is gone. S3
	// storage, too, refuses a backup from a clock that is 15 minutes off.
	clockTolerance = 15 * time.Minute
	// clockDrift is more than a slow line or a cache explains.
	clockDrift = time.Minute
	// clockLayout is read in every language, with its zone.
	clockLayout = "2006-01-02 15:04:05 UTC"
)

// ImpossibleClock refuses a time before this program was written: a machine
// without a battery starts in 1970.
func ImpossibleClock(now time.Time) []Finding {
	if now.Year() >= releaseYear {
		return nil
	}
	return []Finding{refuse(say("The clock of this machine says %s, before this program was written.", clockText(now)), setClock())}
}

// KernelClock warns of a clock that nothing keeps right; `synchronised` is what
// ClockSynchronised says. Only a warning: many virtual machines follow their
// host without the kernel knowing.
func KernelClock(synchronised bool) []Finding {
	if synchronised {
		return nil
	}
	return []Finding{warn(say("Nothing keeps the clock of this machine right: it will drift."), setClock())}
}

// ClockSynchronised asks the kernel whether a time service corrects its clock.
func ClockSynchronised() (bool, error) {
	var clock unix.Timex
	if _, err := unix.Adjtimex(&clock); err != nil {
		return false, fmt.Errorf("read the state of the clock: %w", err)
	}
	return clock.Status&unix.STA_UNSYNC == 0, nil
}

// AuthorityClock compares this machine's clock with the Date that the CA puts
// into its answers: the one third party that is asked anyway, and whose opinion
// of the time decides. `directory` is its address, `now` this machine's clock.
func AuthorityClock(ctx context.Context, client *http.Client, directory string, now func() time.Time) []Finding {
	theirs, err := askDate(ctx, client, directory)
	var invalid x509.CertificateInvalidError
	if errors.As(err, &invalid) && invalid.Reason == x509.Expired {
		return []Finding{refuse(
			say("The clock of this machine says %s, and the certificate of %s is valid from %s to %s.",
				clockText(now()), directory, clockText(invalid.Cert.NotBefore), clockText(invalid.Cert.NotAfter)),
			setClock())}
	}
	if err != nil {
		return []Finding{warn(say("The clock could not be compared with that of %s: %s.", directory, err.Error()),
			say("Look at the clock yourself with the command date, and at this machine's way out to that address."))}
	}
	return compareClocks(now(), theirs, directory)
}

func compareClocks(ours, theirs time.Time, directory string) []Finding {
	apart := ours.Sub(theirs).Abs()
	if apart < clockDrift {
		return nil
	}
	found := warn(say("The clock of this machine says %s, that of %s says %s.", clockText(ours), directory, clockText(theirs)), setClock())
	found.Blocking = apart > clockTolerance
	return []Finding{found}
}

// askDate reads the Date of an answer, whatever its status: a busy CA has a
// clock too. An answer from a cache says its age.
func askDate(ctx context.Context, client *http.Client, address string) (time.Time, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return time.Time{}, err
	}
	request.Header.Set("Cache-Control", "no-cache")
	response, err := client.Do(request)
	if err != nil {
		return time.Time{}, err
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, io.LimitReader(response.Body, 64<<10)); err != nil {
		return time.Time{}, err
	}
	date, err := http.ParseTime(response.Header.Get("Date"))
	if err != nil {
		return time.Time{}, errors.New("its answer has no Date")
	}
	age, _ := strconv.Atoi(response.Header.Get("Age"))
	return date.Add(time.Duration(age) * time.Second), nil
}

func clockText(at time.Time) string { return at.UTC().Format(clockLayout) }

func setClock() sentence {
	return say("Let the system keep the time (apt-get install systemd-timesyncd, then timedatectl set-ntp true), look with timedatectl, then run the same command.")
}
