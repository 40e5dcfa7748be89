// SPDX-License-Identifier: MIT
// The characters of pasted text: what terminals, mail, web pages and word processors put among those of a log.
#pragma once

#include <string>
#include <string_view>

namespace wlanmedic::evidence {

/// True where plain_text() could change more than blanks at the end.
bool has_dress(std::string_view line);

/// Without the escapes of terminals (also as "^[[0m" and "[0m"), tags of HTML and BBCode, characters without
/// width, and blanks and a written-out "\n" at the end; tabs and all blanks of Unicode are ' ', quotes, dashes and
/// dots are those of ASCII, and the entities of HTML are what they stand for. Of tags only those of known names:
/// "<info>" stays.
std::string plain_text(std::string_view line);

/// "=3D" and the like as the bytes they stand for (RFC 2045, 6.7); what is none stays.
std::string from_quoted_printable(std::string_view line);

/// The text without what stands before a quoted, listed or numbered line, one layer of it: blanks, "> ", "| ",
/// "* ", "12: ", "kern.log:12:", a backtick or a quote (with its partner at the end). The same text where there is
/// none.
std::string_view without_a_prefix(std::string_view line);

/// What a separate line of a paste may be.
enum class Between : unsigned char {
    text,   ///< anything else
    blank,  ///< nothing, or nothing but quote marks
    fence,  ///< "```", "~~~", "[code]", "<pre>"
    snip,   ///< "[...]", "-- snip --": whoever pasted it left lines out
    prose,  ///< words of a person
};

/// `line` as it stands.
Between between(std::string_view line);

}  // namespace wlanmedic::evidence
