// SPDX-License-Identifier: MIT
// Text as people paste it, cleaned: whatever it is, each cleaned line stands somewhere in the file.
#include "evidence/pasted.h"
#include "evidence/pasted_split.h"
#include "evidence/pasted_text.h"
#include "memory_file.h"
#include "require.h"

using namespace wlanmedic;
using wlanmedic::fuzz::require;

namespace {

std::string all_of(const evidence::Input& input) {
    std::string text(input.size(), '\0');
    text.resize(input.read_at(0, text));
    return text;
}

void look_at_characters(std::string_view text) {
    const std::string plain = evidence::plain_text(text);
    require(plain.size() <= text.size() + 2 * text.size(), "plain text does not grow");
    evidence::from_quoted_printable(text);
    evidence::between(text);
    require(fuzz::is_within(evidence::without_a_prefix(text), text), "what is left lies within the line");
    std::size_t end = 0;
    for (const evidence::LinePiece& piece : evidence::split_joined_lines(text)) {
        require(piece.begin >= end && piece.begin + piece.length <= text.size(), "pieces follow each other");
        end = piece.begin + piece.length;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const driver::Catalog drivers = driver::Catalog::built_in();
    const std::string_view text = fuzz::as_text(data, size);
    look_at_characters(text.substr(0, text.find('\n')));
    const fuzz::MemoryFile file(text);
    const auto input = evidence::Input::open(file.path());
    require(input.has_value(), "a file in memory opens");
    const auto pasted = evidence::Pasted::clean(*input, drivers);
    if (!pasted) return 0;
    const std::string cleaned = all_of(pasted->text());
    std::uint64_t lines = 0;
    for (const char c : cleaned) lines += c == '\n' ? 1 : 0;
    require(lines + pasted->repeated() <= pasted->lines(), "no line is made up");
    for (std::uint64_t line = 1; line <= lines; ++line) {
        const evidence::Pasted::Origin& origin = pasted->origin(line);
        require(origin.line > 0 && origin.line <= pasted->lines(), "an origin is a line of the file");
        require(origin.offset + origin.length <= size, "an origin lies within the file");
        require(evidence::Pasted::verbatim(*input, origin, 4096).size() <= 4096, "a receipt is bounded");
    }
    return 0;
}
