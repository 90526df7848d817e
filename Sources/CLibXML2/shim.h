#pragma once
#include <libxml/xmlversion.h>
// Debian's libxml2 names ICU's converter type in one structure that is never made here. Its ICU headers clash with the
// copy inside Foundation, so they stay out.
#undef LIBXML_ICU_ENABLED
#include <libxml/xmlreader.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/SAX2.h>
#include <libxml/xmlerror.h>

/// The error argument's constness differs between libxml2 releases: the cast stays in C.
static inline void plumbline_xml_set_structured_error(xmlSAXHandler *handler, void (*callback)(void *, xmlError *)) {
    handler->serror = (xmlStructuredErrorFunc)callback;
}
