#pragma once
#include <libxml/xmlreader.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/SAX2.h>
#include <libxml/xmlerror.h>

/// The error argument's constness differs between libxml2 releases: the cast stays in C.
static inline void plumbline_xml_set_structured_error(xmlSAXHandler *handler, void (*callback)(void *, xmlError *)) {
    handler->serror = (xmlStructuredErrorFunc)callback;
}
