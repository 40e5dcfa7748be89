// SPDX-License-Identifier: MIT
#include "lab/host/modules.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <sstream>

#include "lab/host/elf.h"
#include "lab/host/stamp.h"
#include "lab/host/stripped.h"

namespace wlanmedic::lab {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_module = 64U << 20U;

std::string plain(std::string name) {
    std::ranges::replace(name, '-', '_');
    return name;
}

// "ghash-generic" of ghash-generic.ko.xz; empty for other files.
std::string module_name(const fs::path& file) {
    const std::string name = file.filename().string();
    const std::size_t end = name.find(".ko");
    return end == std::string::npos ? std::string() : name.substr(0, end);
}

wifi::Result<std::string> unpacked(const fs::path& file) {
    const std::unique_ptr<archive, int (*)(archive*)> reader(archive_read_new(), archive_read_free);
    archive_read_support_filter_all(reader.get());
    archive_read_support_format_raw(reader.get());
    archive_entry* entry = nullptr;
    std::string bytes;
    if (archive_read_open_filename(reader.get(), file.c_str(), 65536) == ARCHIVE_OK &&
        archive_read_next_header(reader.get(), &entry) == ARCHIVE_OK) {
        std::array<char, 65536> part{};
        while (bytes.size() <= largest_module) {
            const la_ssize_t got = archive_read_data(reader.get(), part.data(), part.size());
            if (got == 0) return bytes;
            if (got < 0) break;
            bytes.append(part.data(), static_cast<std::size_t>(got));
        }
    }
    return std::unexpected(
        wifi::Error{.what = "this kernel module cannot be unpacked", .file = file.string(), .hint = {}});
}

}  // namespace

struct Modules::Visit {
    std::vector<std::string> order;
    std::set<std::string> done;
    std::set<std::string> begun;
};

wifi::Result<Modules> Modules::open(const fs::path& tree) {
    Modules modules;
    modules.tree_ = tree;
    std::error_code failed;
    for (fs::recursive_directory_iterator entry(tree / "kernel", failed), end; !failed && entry != end;
         entry.increment(failed)) {
        const std::string name = module_name(entry->path());
        if (!name.empty()) modules.files_.emplace(plain(name), entry->path());
    }
    if (modules.files_.empty())
        return std::unexpected(
            wifi::Error{.what = "there are no kernel modules here", .file = tree.string(), .hint = {}});
    std::istringstream list(read_file(tree / "modules.builtin").value_or(""));
    for (std::string line; std::getline(list, line);)
        if (const std::string name = module_name(line); !name.empty()) modules.built_in_.insert(plain(name));
    return modules;
}

bool Modules::has(const std::string& name) const {
    return files_.contains(plain(name)) || built_in_.contains(plain(name));
}

wifi::Result<std::string> Modules::read(const std::string& name) const {
    const auto file = files_.find(plain(name));
    if (file == files_.end())
        return std::unexpected(
            wifi::Error{.what = fmt::format("there is no module {}", name), .file = tree_.string(), .hint = {}});
    return file->second.extension() == ".ko" ? read_file(file->second) : unpacked(file->second);
}

wifi::Result<void> Modules::visit(const std::string& name, const std::string& wanted_by, Visit& state) const {
    const std::string key = plain(name);
    if (state.done.contains(key) || built_in_.contains(key)) return {};
    const auto file = files_.find(key);
    if (file == files_.end())
        return std::unexpected(wifi::Error{
            .what = fmt::format("this kernel has no module {}{}", name,
                                wanted_by.empty() ? "" : fmt::format(", which {} depends on", wanted_by)),
            .file = tree_.string(),
            .hint = "take another kernel package with --kernel"});
    if (!state.begun.insert(key).second)
        return std::unexpected(
            wifi::Error{.what = fmt::format("the modules {} and {} depend on each other", name, wanted_by),
                        .file = tree_.string(),
                        .hint = {}});
    const auto bytes = read(name);
    if (!bytes) return std::unexpected(bytes.error());
    const auto information = module_information(*bytes);
    if (!information)
        return std::unexpected(
            wifi::Error{.what = "this is no kernel module", .file = file->second.string(), .hint = {}});
    for (const std::string& other : information->depends)
        if (auto visited = visit(other, name, state); !visited) return visited;
    state.done.insert(key);
    state.order.push_back(module_name(file->second));
    return {};
}

wifi::Result<std::vector<std::string>> Modules::load_order(const std::vector<std::string>& names) const {
    Visit state;
    for (const std::string& name : names)
        if (auto visited = visit(name, {}, state); !visited) return std::unexpected(visited.error());
    return state.order;
}

wifi::Result<std::string> add_modules(FileTree& tree, const Modules& modules,
                                      const std::vector<std::string>& names,
                                      const std::filesystem::path& scratch) {
    std::string order;
    for (const std::string& name : names) {
        const auto module = modules.read(name);
        if (!module) return std::unexpected(module.error());
        auto small = stripped(*module, scratch);
        if (!small) return std::unexpected(small.error());
        tree.add_file(fmt::format("lab/modules/{}.ko", name), *std::move(small));
        order += name + ".ko\n";
    }
    return order;
}

}  // namespace wlanmedic::lab
