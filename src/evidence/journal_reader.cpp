// SPDX-License-Identifier: MIT
#include "evidence/journal_reader.h"

#include <utility>

namespace wlanmedic::evidence {

bool JournalReader::take(const Line& line, LineReader& lines) {
    Line clean = line;
    if (clean.text.starts_with("\xef\xbb\xbf")) clean.text.remove_prefix(3);
    clean.text.remove_prefix(std::min(clean.text.find_first_not_of('\0'), clean.text.size()));
    if (!whole_lines_) {
        if (export_.within_entry() && export_.take(clean, lines, done_)) return true;
        if (verbose_.within_entry() && verbose_.take(clean, done_)) return true;
        if (json_.within_entry()) return json_.take(clean, done_);
    }
    if (clean.text.empty()) return false;
    const char first = clean.text.front();
    if (!whole_lines_ && first == '_') return export_.take(clean, lines, done_);
    if (first == '{' || first == '\x1e' || first == 'd' || first == '[' || first == ',' || first == ' ' ||
        first == '\t') {
        const std::size_t before = done_.size();
        const bool taken = json_.take(clean, done_);
        if (clean.text.size() != line.text.size())
            for (std::size_t i = before; i < done_.size(); ++i)
                if (done_[i].line == line.number) done_[i].receipt = line.text;
        if (taken) return true;
    }
    return !whole_lines_ && clean.text.back() == ']' && verbose_.take(clean, done_);
}

void JournalReader::finish() {
    export_.finish(done_);
    json_.finish(done_);
    verbose_.finish(done_);
}

std::optional<JournalEntry> JournalReader::next() {
    if (done_.empty()) return std::nullopt;
    JournalEntry entry = std::move(done_.front());
    done_.pop_front();
    return entry;
}

bool JournalReader::within_entry() const {
    return export_.within_entry() || json_.within_entry() || verbose_.within_entry();
}

bool JournalReader::spans_lines(LineFormat format) {
    return format == LineFormat::journal_export || format == LineFormat::journal_verbose ||
           format == LineFormat::journal_json_pretty;
}

}  // namespace wlanmedic::evidence
