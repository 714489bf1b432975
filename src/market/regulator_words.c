/* SPDX-License-Identifier: MIT */
/*
 * regulator_words.c -- what the regulators' words for a service mean here.
 *
 * The Care Inspectorate says "care service" and "subtype"; it does not tell a
 * nursing home from another.  The CQC lists service types, short in its
 * directory and long in its API.  Ofsted has provision types.  A service
 * whose words are not here is "other": it is in the register and nobody is
 * asked for care by it.
 */
#include "market/import_inside.h"

#include <string.h>
#include <strings.h>

/* subtype NULL: any.  The first row that fits decides. */
static const struct { const char *care_service, *subtype; enum service means; } scottish[] = {
	{ "Support Service",         "Care at Home",              SERVICE_HOMECARE },
	{ "Support Service",         NULL,                        SERVICE_DAY },
	{ "Housing Support Service", NULL,                        SERVICE_SUPPORTED },
	{ "Care Home Service",       "Children & Young People",   SERVICE_CHILDRENS_HOME },
	{ "Care Home Service",       NULL,                        SERVICE_RESIDENTIAL },
	{ "Adult Placement Service", NULL,                        SERVICE_SHARED_LIVES },
	{ "Fostering Service",       NULL,                        SERVICE_FOSTERING },
	{ "Adoption Service",        NULL,                        SERVICE_ADOPTION },
	{ "Secure Accommodation Service", NULL,                   SERVICE_SECURE_HOME },
	{ "School Care Accommodation Service", NULL,              SERVICE_RESIDENTIAL_SCHOOL },
};

/* Ofsted's provision types, by what they contain; the first that fits decides.  One that is
 * both a school and a home is both. */
static const struct { const char *has, *and_has; enum service means, also; } childrens[] = {
	{ "secure",            NULL,   SERVICE_SECURE_HOME,        0 },
	{ "special school",    "home", SERVICE_RESIDENTIAL_SCHOOL, SERVICE_CHILDRENS_HOME },
	{ "school",            NULL,   SERVICE_RESIDENTIAL_SCHOOL, 0 },
	{ "college",           NULL,   SERVICE_RESIDENTIAL_SCHOOL, 0 },
	{ "holiday",           NULL,   SERVICE_HOLIDAY,            0 },
	{ "family centre",     NULL,   SERVICE_FAMILY_CENTRE,      0 },
	{ "foster",            NULL,   SERVICE_FOSTERING,          0 },
	{ "adoption support",  NULL,   SERVICE_ADOPTION_SUPPORT,   0 },
	{ "adoption",          NULL,   SERVICE_ADOPTION,           0 },
	{ "supported accommodation", NULL, SERVICE_SUPPORTED_16,   0 },
	{ "home",              NULL,   SERVICE_CHILDRENS_HOME,     0 },
};

static const struct { const char *type; enum service means; } english[] = {
	{ "Homecare agencies",                 SERVICE_HOMECARE },
	{ "Domiciliary care service",          SERVICE_HOMECARE },
	{ "Supported living",                  SERVICE_SUPPORTED },
	{ "Supported living service",          SERVICE_SUPPORTED },
	{ "Supported housing",                 SERVICE_SUPPORTED },
	{ "Residential homes",                 SERVICE_RESIDENTIAL },
	{ "Care home service without nursing", SERVICE_RESIDENTIAL },
	{ "Nursing homes",                     SERVICE_NURSING },
	{ "Care home service with nursing",    SERVICE_NURSING },
	{ "Extra Care housing services",       SERVICE_EXTRA_CARE },
	{ "Extra care housing",                SERVICE_EXTRA_CARE },
	{ "Shared Lives",                      SERVICE_SHARED_LIVES },
	{ "Reablement",                        SERVICE_REABLEMENT },
	{ "Day care",                          SERVICE_DAY },
};

static const struct { const char *words; enum sector means; } sectors[] = {
	{ "Private",                     SECTOR_PRIVATE },
	{ "Voluntary or Not for Profit", SECTOR_VOLUNTARY },
	{ "Local Authority",             SECTOR_COUNCIL },
	{ "Health Board",                SECTOR_HEALTH },
	{ "Voluntary",                   SECTOR_VOLUNTARY },
	{ "Academy",                     SECTOR_VOLUNTARY },
	{ "Health Authority",            SECTOR_HEALTH },
};

static bool alike(const char *a, const char *b)
{
	return strcasecmp(a ? a : "", b) == 0;
}

static unsigned service_bit(enum service s)
{
	return 1u << s;
}

static unsigned of_scotland(const struct reg_location *l)
{
	for (size_t i = 0; i < COUNT(scottish); i++)
		if (alike(l->care_service, scottish[i].care_service) &&
		    (!scottish[i].subtype || alike(l->subtype, scottish[i].subtype)))
			return service_bit(scottish[i].means);
	return service_bit(SERVICE_OTHER);
}

static unsigned of_england(const struct reg_location *l)
{
	unsigned bits = 0;

	for (size_t k = 0; k < l->ntypes; k++)
		for (size_t i = 0; i < COUNT(english); i++)
			if (alike(l->types[k], english[i].type))
				bits |= service_bit(english[i].means);
	return bits ? bits : service_bit(SERVICE_OTHER);
}

static unsigned of_children(const struct reg_location *l)
{
	for (size_t i = 0; i < COUNT(childrens); i++)
		if (strcasestr(l->care_service, childrens[i].has) &&
		    (!childrens[i].and_has || strcasestr(l->care_service, childrens[i].and_has)))
			return service_bit(childrens[i].means) |
			       (childrens[i].also ? service_bit(childrens[i].also) : 0);
	return service_bit(SERVICE_OTHER);
}

unsigned services_of(const struct reg_location *l)
{
	switch (l->regulator) {
	case REGULATOR_CARE_INSPECTORATE: return of_scotland(l);
	case REGULATOR_CQC:               return of_england(l);
	case REGULATOR_OFSTED:            return of_children(l);
	}
	return service_bit(SERVICE_OTHER);
}

int64_t sector_of(const struct reg_location *l)
{
	if (l->by_council)
		return SECTOR_COUNCIL;
	for (size_t i = 0; i < COUNT(sectors); i++)
		if (alike(l->sector, sectors[i].words))
			return sectors[i].means;
	return SECTOR_PRIVATE;
}
