// SPDX-License-Identifier: MIT
// Any bytes as entries of a journal, in all forms; a whole object of JSON must be read as another parser reads it.
#include <nlohmann/json.hpp>

#include "evidence/journal_clock.h"
#include "evidence/journal_reader.h"
#include "memory_file.h"
#include "require.h"

using namespace wlanmedic;
using wlanmedic::fuzz::require;

namespace {

void read(const evidence::Input& input, bool whole_lines) {
    evidence::LineReader lines(input, nullptr);
    evidence::JournalReader reader(whole_lines);
    evidence::JournalClock clock;
    const auto look = [&] {
        while (const auto entry = reader.next()) {
            require(entry->marked || entry->broken, "an entry has a field of a journal");
            require(entry->message.size() <= evidence::JournalEntry::longest_field, "a message is bounded");
            require(!entry->broken || !entry->whole(), "a broken entry is not whole");
            require(entry->line >= 1, "an entry has a line");
            clock.boots(*entry);
            if (entry->realtime) wifi::to_rfc3339(clock.stamp(*entry).instant);
        }
    };
    std::uint64_t before = 0;
    while (const auto line = lines.next()) {
        require(line->number > before, "numbers of lines rise");
        before = line->number;
        reader.take(*line, lines);
        look();
    }
    reader.finish();
    look();
}

void compare(std::string_view text) {
    if (!text.starts_with('"')) return;
    std::string_view rest = text;
    const auto ours = evidence::take_json_string(rest, true);
    const auto theirs = nlohmann::json::parse(text, nullptr, false);
    if (!theirs.is_string()) return;  // it is stricter
    require(ours.has_value(), "a string that another parser reads is read");
    require(*ours == theirs.get<std::string>(), "and is the same");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::as_text(data, size);
    compare(text);
    const fuzz::MemoryFile file(text);
    const auto input = evidence::Input::open(file.path());
    if (!input) return 0;
    read(*input, false);
    read(*input, true);
    return 0;
}
