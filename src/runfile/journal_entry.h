// SPDX-License-Identifier: MIT
// One entry of the Journal Export Format (https://systemd.io/JOURNAL_EXPORT_FORMATS/), as it stands in a block: a
// line NAME=value for each field; a value with control characters is its size in 8 bytes and its bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runfile/record.h"
#include "wifi/instant.h"

namespace wlanmedic::runfile {

/// journald's rule: A to Z, 0 to 9, _; no digit first; 1 to 64 bytes.
bool is_field_name(std::string_view name);
/// Written from what a Record has beside its fields: they are never among Text::fields.
bool is_reserved_field(std::string_view name);

void append_field(std::string& entry, std::string_view name, std::string_view value);

/// Fields in their order, as views into `entry`.
using EntryFields = std::vector<std::pair<std::string_view, std::string_view>>;

/// journald's own limit (ENTRY_FIELD_COUNT_MAX), here of reserved fields and of others.
inline constexpr std::size_t most_fields = 1024;

/// Nothing where the entry contradicts the format, or has more than `most_fields` of a sort. Zeros behind the last
/// line end are padding; a line end of the last line may be missing. Empty lines (the end of an entry as
/// journalctl prints it) are passed over.
std::optional<EntryFields> parse_entry(std::string_view entry);

struct EntryRecord {
    std::optional<Record> record;  ///< nothing: a kind that is not known here
    bool timeless = false;         ///< it has no time that could be read: no record
};

/// Own entries have WLANMEDIC_KIND. Others are of the kernel (_TRANSPORT=kernel) or of the journal.
EntryRecord to_record(const EntryFields& fields);

/// The version in a manifest's JSON ("format": "wlanmedic.run/1"); nothing where it has none.
std::optional<int> version_in(std::string_view manifest);

}  // namespace wlanmedic::runfile
