// SPDX-License-Identifier: MIT
#include "lab/host/tools_layer.h"

#include <fmt/format.h>

#include <numeric>

#include "lab/host/apt.h"
#include "lab/host/command.h"
#include "lab/host/cpio.h"
#include "lab/host/guest_files.h"
#include "lab/host/modules.h"
#include "lab/host/selection.h"
#include "lab/host/stamp.h"

namespace wlanmedic::lab {
namespace {

namespace fs = std::filesystem;

// To be raised when the same packages give another layer.
constexpr std::string_view layout = "2";

// The packages unpacked, one over the other; they are not kept packed.
wifi::Result<void> unpack(const Apt& apt, const std::vector<Package>& packages, const fs::path& into) {
    const fs::path debs = into / "debs";
    if (auto done = apt.download(packages, debs); !done) return done;
    for (const Package& package : packages)
        if (auto done =
                run({.words = {"dpkg-deb", "-x", (debs / package.file).string(), into.string()}, .directory = {}});
            !done)
            return std::unexpected(done.error());
    std::error_code failed;
    fs::remove_all(debs, failed);
    return {};
}

wifi::Result<void> write_layer(const ToolsOptions& options, const fs::path& half) {
    const auto base = base_files(options.cache / "root");
    if (!base) return std::unexpected(base.error());
    auto tree = tool_files(options.cache / "tools", *base);
    if (!tree) return std::unexpected(tree.error());
    const auto modules = Modules::open(options.cache / "root/lib/modules" / options.kernel_release);
    if (!modules) return std::unexpected(modules.error());
    const auto order = modules->load_order(tool_modules());
    if (!order) return std::unexpected(order.error());
    auto list = add_modules(*tree, *modules, *order, options.cache / "module.half");
    if (!list) return std::unexpected(list.error());
    tree->add_file("lab/modules/order.tools", *std::move(list));
    return write_cpio(*tree, half, Packing::none);
}

// Which packages, as chosen before; else as apt has them now.
wifi::Result<Selection> chosen(const ToolsOptions& options) {
    const fs::path note = options.cache / "tools.json";
    if (!options.refresh)
        if (auto known = read_selection(note, tool_packages())) return *std::move(known);
    const auto apt = Apt::open(options.cache / "apt");
    if (!apt) return std::unexpected(apt.error());
    if (!apt->has_lists())
        if (auto done = apt->update(); !done) return std::unexpected(done.error());
    auto packages = apt->with_libraries(tool_packages());
    if (!packages) return std::unexpected(packages.error());
    Selection selection{.kernel_package = {}, .kernel_release = {}, .packages = *std::move(packages)};
    if (auto done = write_file(note, to_json(selection, tool_packages())); !done)
        return std::unexpected(done.error());
    return selection;
}

}  // namespace

wifi::Result<void> prepare_tools(const ToolsOptions& options) {
    const auto selection = chosen(options);
    if (!selection) return std::unexpected(selection.error());
    const std::string packages = Digest().add(to_json(*selection, tool_packages())).text();
    const fs::path tools = options.cache / "tools";
    if (!is_made(tools, packages)) {
        const auto bytes =
            std::accumulate(selection->packages.begin(), selection->packages.end(), std::uint64_t{0},
                            [](std::uint64_t sum, const Package& package) { return sum + package.bytes; });
        options.say(fmt::format("fetching {} packages of tools, {:.1f} MB", selection->packages.size(),
                                static_cast<double>(bytes) / 1e6));
        const auto apt = Apt::open(options.cache / "apt");
        if (!apt) return std::unexpected(apt.error());
        if (auto done = make_anew(tools, packages,
                                  [&](const fs::path& half) { return unpack(*apt, selection->packages, half); });
            !done)
            return done;
    }
    Digest digest;
    digest.add(layout).add(packages).add(options.base);
    for (const std::string& module : tool_modules()) digest.add(module);
    if (is_made(options.layer, digest.text())) return {};
    options.say("writing the layer of tools");
    return make_anew(options.layer, digest.text(),
                     [&](const fs::path& half) { return write_layer(options, half); });
}

}  // namespace wlanmedic::lab
