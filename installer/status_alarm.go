package installer

import (
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// NeedsAPerson says that something is to be looked at: `status` then ends with
// exit code 1.
func (s Status) NeedsAPerson(now time.Time) bool { return len(s.Needs(now)) > 0 }

// Needs is everything that wants a person, the worst first. What a run under
// way has taken down is not counted.
func (s Status) Needs(now time.Time) []plan.Sentence {
	found := s.lost()
	for _, certificate := range s.Certificates {
		if fault := faultOf(certificate, now); fault != nil {
			found = append(found, plan.Say("certificate of %s: %s", certificate.Name, *fault))
		}
	}
	if s.Issuing != nil && s.Issuing.Problem != "" && s.Run == nil {
		found = append(found, plan.Say("the gateway orders no certificate"))
	}
	if len(s.Problems) > 0 {
		found = append(found, plan.Say("apply would refuse"))
	}
	found = append(found, failingJobs(s.Services)...)
	if s.Recording.Problem != "" {
		found = append(found, plan.Say("the gateway cannot write what it is to keep"))
	}
	for _, task := range s.Tasks {
		if task.Problem != "" {
			found = append(found, plan.Say("the task %s failed", task.Task))
		}
	}
	if s.Run == nil && s.Drifted() {
		found = append(found, plan.Say("what runs is not what was put in place"))
	}
	return found
}

// lost is what visitors miss now.
func (s Status) lost() []plan.Sentence {
	var found []plan.Sentence
	if s.Run != nil {
		return nil
	}
	if !s.Gateway && s.Mode != "none" {
		found = append(found, plan.Say("the gateway does not answer"))
	}
	for _, service := range s.Services {
		if service.State != Running && service.State != Starting {
			found = append(found, plan.Say("%s: %s", service.Name, plan.Say(service.State)))
		}
	}
	return found
}

// soon says that a certificate runs out and nothing has renewed it.
func soon(certificate certificates.Certificate, now time.Time) bool {
	return site.SoonOver(certificate.NotBefore, certificate.NotAfter, now)
}

// faultOf says why a certificate wants a person, nil when it does not.
func faultOf(certificate certificates.Certificate, now time.Time) *plan.Sentence {
	var fault plan.Sentence
	switch {
	case unlooked(certificate):
		return nil
	case certificate.Issuer == FrontIssuer && certificate.Problem != "":
		fault = plan.Say(certificate.Problem)
		return &fault
	case certificate.State == certificates.Expired:
		fault = plan.Say("expired on %s", certificate.NotAfter.UTC().Format(time.DateOnly))
	case certificate.State != certificates.Valid:
		fault = plan.Say("none yet")
	case soon(certificate, now):
		fault = plan.Say("ends on %s and was not renewed", certificate.NotAfter.UTC().Format(time.DateOnly))
	case certificate.Alarm != "":
		fault = plan.Say("%s", certificate.Alarm)
	default:
		return nil
	}
	if certificate.Problem != "" {
		fault = plan.Say("%s, %s", fault, certificate.Problem)
	}
	return &fault
}
