// SPDX-License-Identifier: MIT
// A file from end to end: cut into texts, and written with what is to stand there instead.
#pragma once

#include <functional>
#include <string_view>

#include "evidence/input.h"
#include "redact/json_text.h"

namespace wlanmedic::redact {

using Write = std::function<void(std::string_view bytes)>;

/// Knows lines of text (with the rows of a hexdump_ascii), JSON, and the journal's export format, whose sizes of
/// binary fields are written anew. Core dumps within a journal, and single fields above 16 MiB, are replaced
/// whole.
void redact_stream(const evidence::Input& input, const OnText& on_text, const Write& write);

/// `text` with its edits.
std::string edited(std::string_view text, const std::vector<Edit>& edits);

/// True for what is no text: pictures, captures, binary journals, archives.
bool is_binary(const evidence::Input& input);

}  // namespace wlanmedic::redact
