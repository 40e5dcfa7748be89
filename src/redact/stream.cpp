// SPDX-License-Identifier: MIT
#include "redact/stream.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "redact/byte_reader.h"
#include "redact/characters.h"
#include "redact/scan_dumps.h"

namespace wlanmedic::redact {
namespace {

constexpr std::uint64_t largest_field = std::uint64_t{16} << 20U;
constexpr std::size_t most_block = std::size_t{1} << 20U;

std::string_view without_end(std::string_view line) {
    if (line.ends_with('\n')) line.remove_suffix(1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

bool is_field_name(std::string_view name) {
    return !name.empty() && name.size() <= 64 &&
           std::ranges::all_of(name, [](char c) { return (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_'; });
}

class Streaming {
public:
    Streaming(const evidence::Input& input, const OnText& on_text, const Write& write)
        : reader_(input), on_text_(&on_text), write_(&write) {}

    void run() {
        bool first = true;
        while (auto line = reader_.line()) {
            if (first) exported_ = line->starts_with("__CURSOR=") || line->starts_with("__REALTIME_TIMESTAMP=");
            first = false;
            if (exported_ && binary_field(*line)) continue;
            if (exported_ && line->starts_with("COREDUMP=")) *line = "COREDUMP=[redacted]\n";
            if (!exported_ && is_json_line(*line)) {
                if (opens_array(*line))
                    gather(
                        *line, [](std::string_view next) { return next.find(']') == std::string_view::npos; },
                        true);
                (*write_)(edited(*line, edit_json(*line, *on_text_)));
                continue;
            }
            if (const std::size_t announced = announced_bytes(without_end(*line)); announced > 0)
                gather(*line, is_dump_row, false);
            text(*line);
        }
    }

private:
    void text(std::string_view line) {
        const std::string_view shown = without_end(line);
        const std::vector<Edit> edits = (*on_text_)(shown);
        if (edits.empty()) {
            (*write_)(line);
            return;
        }
        (*write_)(edited(shown, edits));
        (*write_)(line.substr(shown.size()));
    }

    // The lines that belong to `block`; with the first that does not, where it is its end.
    template <class Belongs>
    void gather(std::string& block, Belongs belongs, bool with_end) {
        while (block.size() < most_block) {
            auto next = reader_.line();
            if (!next) return;
            const bool more = belongs(without_end(*next));
            if (!more && !with_end) {
                reader_.give_back(*next);
                return;
            }
            block += *next;
            if (!more) return;
        }
    }

    // "FIELD\n", its size in 8 bytes, the value, "\n".
    bool binary_field(std::string_view line) {
        if (!line.ends_with('\n') || !is_field_name(line.substr(0, line.size() - 1))) return false;
        const std::string name(line.substr(0, line.size() - 1));
        const std::string head = reader_.bytes(8);
        std::uint64_t size = 0;
        for (std::size_t i = head.size(); i > 0; --i)
            size = (size << 8U) | static_cast<unsigned char>(head[i - 1]);
        if (head.size() < 8) return true;  // cut off: a size alone says nothing
        std::string value;
        if (size > largest_field || name == "COREDUMP") {
            const std::uint64_t passed = reader_.skip(size);
            value = fmt::format("[redacted: {} bytes]", passed);
        } else {
            value = reader_.bytes(static_cast<std::size_t>(size));
            const std::string whole = fmt::format("{}={}", name, value);
            value = edited(whole, (*on_text_)(whole)).substr(name.size() + 1);
        }
        std::string out = name + "\n";
        for (unsigned i = 0; i < 8; ++i)
            out += static_cast<char>((std::uint64_t{value.size()} >> (8 * i)) & 0xffU);
        (*write_)(out);
        (*write_)(value);
        (*write_)(reader_.bytes(1));
        return true;
    }

    ByteReader reader_;
    const OnText* on_text_;
    const Write* write_;
    bool exported_ = false;
};

}  // namespace

std::string edited(std::string_view text, const std::vector<Edit>& edits) {
    std::string result;
    result.reserve(text.size() + 64);
    std::size_t at = 0;
    for (const Edit& edit : edits) {
        if (edit.begin < at || edit.end > text.size()) continue;
        result += text.substr(at, edit.begin - at);
        result += edit.text;
        at = edit.end;
    }
    return result += text.substr(at);
}

bool is_binary(const evidence::Input& input) {
    std::array<char, 65536> buffer;
    const std::string_view head(buffer.data(), input.read_at(0, buffer));
    if (head.starts_with("LPKSHHRH") || head.starts_with("\x0a\x0d\x0d\x0a") ||
        head.starts_with("\x7f"
                         "ELF"))
        return true;
    if (head.starts_with("__CURSOR=")) return false;
    const auto strange = std::ranges::count_if(head, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\x1b' && c != '\x1e' && c != '\0';
    });
    const auto zeros = std::ranges::count(head, '\0');
    const auto size = static_cast<std::ptrdiff_t>(head.size());
    return strange * 50 > size || (zeros * 2 > size && size > 0);
}

void redact_stream(const evidence::Input& input, const OnText& on_text, const Write& write) {
    Streaming(input, on_text, write).run();
}

}  // namespace wlanmedic::redact
