// SPDX-License-Identifier: MIT
// The texts within JSON: strings with their escapes, and the arrays of byte values that journalctl writes for what
// is no UTF-8.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "redact/rewriter.h"

namespace wlanmedic::redact {

/// Told a text, says what to write instead of its parts.
using OnText = std::function<std::vector<Edit>(std::string_view text)>;

/// True for a line of JSON as journalctl writes it (json, json-pretty, json-seq, json-sse), or alike.
bool is_json_line(std::string_view line);

/// True where a key's array is opened and not closed: the lines up to its ']' belong to it.
bool opens_array(std::string_view line);

/// The edits of one line or more. `on_text` is told each value as "KEY=value", decoded; and then all that stands
/// outside of strings. What it wants changed is put into the spelling of the JSON.
std::vector<Edit> edit_json(std::string_view json, const OnText& on_text);

}  // namespace wlanmedic::redact
