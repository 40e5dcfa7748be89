// SPDX-License-Identifier: MIT
#include "evidence/pasted_line.h"

#include <algorithm>

namespace wlanmedic::evidence {
namespace {

constexpr int most_prefixes = 12;
constexpr std::size_t padding = 16;  // no log line has so many blanks within it

Grade grade_of(std::string_view text, const driver::Catalog& drivers) {
    LineContext context{.year = 1972};
    return know(text, context, drivers).grade;
}

// A console that was copied from its screen fills its lines up with blanks where it broke them.
std::string without_padding(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t end = std::min(text.find_first_not_of(' ', i), text.size());
        if (end - i >= padding && i > 0) {
            i = end;
            continue;
        }
        out += text.substr(i, std::max<std::size_t>(end - i, 1));
        i = std::max(end, i + 1);
    }
    return out;
}

}  // namespace

void understand(PastedLine& line, const driver::Catalog& drivers) {
    line.grade = grade_of(line.raw, drivers);
    if (line.grade == Grade::event) return;
    const auto better = [&](std::string_view text) {
        const Grade grade = grade_of(text, drivers);
        if (grade <= line.grade || text.empty()) return false;
        line.grade = grade;
        line.cleaned = text;
        return true;
    };
    const bool dressed = has_dress(line.raw) || line.raw.ends_with(' ');
    const std::string plain = dressed ? plain_text(line.raw) : std::string(line.raw);
    if (dressed) better(plain);
    if (line.grade == Grade::unknown) {
        std::string_view rest = plain;
        for (int i = 0; i < most_prefixes && !rest.empty(); ++i) {
            const std::string_view shorter = without_a_prefix(rest);
            if (shorter.size() == rest.size() || better(shorter)) break;
            rest = shorter;
        }
    }
    const std::string_view text = line.text();
    if (line.grade != Grade::unknown && line.grade < Grade::noted &&
        text.find(std::string(padding, ' ')) != std::string_view::npos)
        better(without_padding(text));
    if (line.grade == Grade::unknown)
        line.between = between(dressed ? plain.empty() ? line.raw : plain : line.raw);
}

}  // namespace wlanmedic::evidence
