// SPDX-License-Identifier: MIT
// journalctl -o json, json-pretty, json-seq and json-sse, and what jq makes of them: one object for each entry, on
// one line or many. A value is a string, null where it was too long to print, an array of bytes where it is no
// text, or an array of such where the field is told several times.
//
// Read line by line, with little more memory than a line: a record may be cut, hold a field of any size, or an
// escaped half of a surrogate pair, and what can be read of it still counts. (Libraries want the whole text, and a
// right one.)
#pragma once

#include <deque>
#include <optional>
#include <string>

#include "evidence/journal_entry.h"
#include "evidence/line_reader.h"

namespace wlanmedic::evidence {

class JournalJson {
public:
    /// `whole_lines`: lines between are left out (a prefilter), so an entry is read only where it stands on one.
    explicit JournalJson(bool whole_lines) : whole_lines_(whole_lines) {}

    /// True where the line belongs to an entry. Entries that the line ends go to `done`, also where it belongs to
    /// none.
    bool take(const Line& line, std::deque<JournalEntry>& done);
    void finish(std::deque<JournalEntry>& done);

    bool within_entry() const { return entry_.has_value(); }

private:
    enum class Await : std::uint8_t { key, colon, value, end };  // within the entry's object
    class Scan;

    void begin(const Line& line, LineFormat format);
    void end(std::deque<JournalEntry>& done);
    bool scan(Scan& scan, const Line& line);
    bool scan_value(Scan& scan, const Line& line);
    bool scan_within_value(Scan& scan);
    void take_value(std::string_view value);

    bool whole_lines_;
    std::optional<JournalEntry> entry_;
    std::uint64_t began_ = 0;  // line
    Await await_ = Await::key;
    std::string key_;        // empty where nobody wants its value
    unsigned depth_ = 0;     // of arrays and objects within the value
    bool objects_ = false;   // an object is among them: nothing that journals write
    bool too_long_ = false;  // the array of bytes
    std::string bytes_;
    std::string text_;
};

/// The string at the beginning of `text`, which stands at its opening quote, taken with its escapes; halves of
/// surrogate pairs become U+FFFD. Nothing where it does not end. `keep` false: it is only passed over.
std::optional<std::string> take_json_string(std::string_view& text, bool keep);

}  // namespace wlanmedic::evidence
