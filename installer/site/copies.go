package site

import "framagit.org/chatiere/chatiere/installer/catalog"

// privacyOf is a module's block as plain data without source ranges.
func privacyOf(module *catalog.Privacy) *Privacy {
	if module == nil {
		return nil
	}
	privacy := &Privacy{
		Purpose:        module.Purpose,
		LegalBasis:     module.LegalBasis,
		KeepsAddresses: module.KeepsAddresses,
		KeepsNone:      module.KeepsNone != nil && !*module.KeepsNone,
		Recipients:     module.Recipients,
	}
	for _, each := range module.Data {
		privacy.Data = append(privacy.Data, PrivacyData(each))
	}
	for _, each := range module.ThirdParties {
		privacy.ThirdParties = append(privacy.ThirdParties, ThirdParty(each))
	}
	return privacy
}

func rightsOf(module *catalog.Rights) *Rights {
	if module == nil {
		return nil
	}
	return &Rights{
		Export: module.Export, Erase: module.Erase, Within: module.Within, Formats: module.Formats,
		Accepts: module.Accepts, Elsewhere: module.Elsewhere, Remains: module.Remains,
	}
}
