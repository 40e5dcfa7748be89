// SPDX-License-Identifier: MIT
#include "runfile/part_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

namespace wlanmedic::runfile {
namespace {

constexpr std::string_view ending = ".pcapng";

}  // namespace

wifi::Result<PartNames> PartNames::of(const std::string& path) {
    const std::filesystem::path whole(path);
    const std::string file = whole.filename().string();
    if (!file.ends_with(ending) || file.size() == ending.size())
        return std::unexpected(wifi::Error{.what = "no name for a run file",
                                           .file = path,
                                           .hint = "let it end in .pcapng, with a name before it"});
    PartNames names;
    names.current_ = path;
    names.folder_ = whole.has_parent_path() ? whole.parent_path().string() : ".";
    names.name_ = file.substr(0, file.size() - ending.size());
    return names;
}

std::string PartNames::plain(std::uint32_t number) const {
    return fmt::format("{}/{}.{:04}{}", folder_, name_, number, ending);
}

std::string PartNames::packed(std::uint32_t number) const { return plain(number).append(".zst"); }

std::string PartNames::packing(std::uint32_t number) const { return packed(number).append(".part"); }

std::optional<PartNames::Closed> PartNames::closed(std::string_view file) const {
    if (!file.starts_with(name_)) return std::nullopt;
    file.remove_prefix(name_.size());
    if (!file.starts_with('.')) return std::nullopt;
    file.remove_prefix(1);
    const std::size_t digits = std::min(file.find_first_not_of("0123456789"), file.size());
    if (digits < 4 || digits > 9 || (digits > 4 && file.front() == '0')) return std::nullopt;
    Closed closed;
    const std::string_view number = file.substr(0, digits);
    std::from_chars(number.data(), number.data() + number.size(), closed.number);
    if (closed.number == 0) return std::nullopt;
    file.remove_prefix(digits);
    if (file == ".pcapng") return closed;
    closed.form = Form::packed;
    if (file == ".pcapng.zst") return closed;
    closed.form = Form::packing;
    if (file == ".pcapng.zst.part") return closed;
    return std::nullopt;
}

std::map<std::uint32_t, PartNames::Found> PartNames::find() const {
    std::map<std::uint32_t, Found> parts;
    std::error_code error;
    for (std::filesystem::directory_iterator at(folder_, error), end; !error && at != end; at.increment(error)) {
        const auto part = closed(at->path().filename().string());
        if (!part) continue;
        Found& found = parts[part->number];
        std::error_code unknown;
        if (at->symlink_status(unknown).type() != std::filesystem::file_type::regular) continue;
        if (part->form == Form::plain) found.plain = true;
        if (part->form == Form::packed) found.packed = true;
        if (part->form == Form::packing) found.packing = true;
    }
    return parts;
}

}  // namespace wlanmedic::runfile
