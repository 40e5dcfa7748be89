// SPDX-License-Identifier: MIT
#include "lab/host/kernel_layer.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "kernel/guard_files.h"
#include "kernel/semantic_patches.h"
#include "lab/host/cpio.h"
#include "lab/host/debug_kernel.h"
#include "lab/host/fault_module.h"
#include "lab/host/fault_source.h"
#include "lab/host/guest_files.h"
#include "lab/host/kernel_build.h"
#include "lab/host/kernel_files.h"
#include "lab/host/kernel_modules.h"
#include "lab/host/kernel_source.h"
#include "lab/host/modules.h"
#include "lab/host/old_files.h"
#include "lab/host/prepared.h"
#include "lab/host/stamp.h"

namespace wlanmedic::lab {
namespace {

namespace fs = std::filesystem;

// To be raised when the same sources give another layer.
constexpr std::string_view layout = "1";

/// The names and bytes of a driver's tree. Errors: no such folder.
wifi::Result<void> add_tree(Digest& digest, const fs::path& tree) {
    std::vector<fs::path> files;
    std::error_code failed;
    for (fs::recursive_directory_iterator entry(tree, failed), end; !failed && entry != end;
         entry.increment(failed))
        if (entry->is_regular_file(failed)) files.push_back(entry->path());
    if (failed)
        return std::unexpected(wifi::Error{
            .what = "cannot be read: " + failed.message(),
            .file = tree.string(),
            .hint = "BES2600_MODULES names the folder with stock/vbes2600.ko and patched/vbes2600.ko"});
    std::ranges::sort(files);
    for (const fs::path& file : files) {
        const auto bytes = read_file(file);
        if (!bytes) return std::unexpected(bytes.error());
        digest.add(file.lexically_relative(tree).string()).add(*bytes);
    }
    return {};
}

/// Of all that the layer is made of.
wifi::Result<std::string> layer_digest(const Selection& selection, bool debug, const fs::path& bes2600) {
    Digest digest;
    digest.add(layout).add(to_json(selection));
    for (const auto files : {kernel::embedded_guard(), kernel::embedded_semantic_patches(), kernel_files()})
        for (const config::EmbeddedFile& file : files)
            if (!file.file.starts_with("lab/kernel/")) digest.add(file.file).add(file.text);
    if (debug) {
        digest.add(kernel_file("lab/kernel/debug.config"));
        for (const config::EmbeddedFile& file : fault_sources()) digest.add(file.file).add(file.text);
    }
    if (!bes2600.empty())
        if (auto added = add_tree(digest, bes2600); !added) return std::unexpected(added.error());
    return digest.text();
}

std::string prefix(bool debug) { return debug ? "with-debug-kernel-" : "with-kernel-"; }

fs::path layer_of(const fs::path& cache, bool debug, const std::string& digest) {
    return cache / fmt::format("{}{}.cpio", prefix(debug), digest);
}

fs::path debug_folder(const fs::path& cache) { return cache / "debug-kernel"; }

class Preparation {
public:
    explicit Preparation(const KernelLayerOptions& options) : options_(options) {}

    wifi::Result<void> run() {
        const auto digest = layer_digest(options_.selection, options_.debug, options_.bes2600);
        if (!digest) return std::unexpected(digest.error());
        const fs::path layer = layer_of(options_.cache, options_.debug, *digest);
        if (auto done = kernel(); !done) return done;
        if (is_made(layer, *digest)) return {};
        const fs::path folder = options_.cache / (prefix(options_.debug) + "modules");
        auto done = make_anew(folder, *digest, [&](const fs::path& half) {
            return build_kernel_modules(
                {.build = build_, .source = source_.tree, .bes2600 = options_.bes2600, .say = options_.say}, half);
        });
        if (done)
            done = make_anew(layer, *digest, [&](const fs::path& half) { return write_layer(folder, half); });
        if (done) forget_old(options_.cache, prefix(options_.debug));
        return done;
    }

private:
    /// Its source, and the folder in which modules for it are built.
    wifi::Result<void> kernel() {
        auto source =
            prepare_kernel_source({.cache = options_.cache, .selection = options_.selection, .say = options_.say});
        if (!source) return std::unexpected(source.error());
        source_ = *std::move(source);
        const std::string packages = to_json(options_.selection);
        if (options_.debug) {
            build_ = debug_folder(options_.cache) / "build";
            return prepare_debug_kernel({.archive = source_.archive,
                                         .folder = debug_folder(options_.cache),
                                         .source_digest = Digest().add(packages).text(),
                                         .configuration = std::string(kernel_file("lab/kernel/debug.config")),
                                         .say = options_.say});
        }
        build_ = options_.cache / "kernel-build";
        const std::string digest = Digest().add(layout).add(packages).text();
        if (is_made(build_, digest)) return {};
        return make_anew(build_, digest, [&](const fs::path& half) {
            return make_build_folder(options_.cache / "root", options_.selection.kernel_release, half);
        });
    }

    wifi::Result<void> write_layer(const fs::path& modules, const fs::path& half) const {
        FileTree tree;
        std::error_code failed;
        for (fs::recursive_directory_iterator entry(modules, failed), end; !failed && entry != end;
             entry.increment(failed)) {
            if (entry->path().extension() != ".ko") continue;
            auto bytes = read_file(entry->path());
            if (!bytes) return std::unexpected(bytes.error());
            tree.add_file("lab/kernel/" + entry->path().lexically_relative(modules).string(), *std::move(bytes));
        }
        if (auto added = options_.debug ? add_debug_modules(tree) : add_debian_modules(tree); !added) return added;
        return write_cpio(tree, half, Packing::none);
    }

    /// What drivers on an SDIO bus need beyond the guest's own.
    wifi::Result<void> add_debian_modules(FileTree& tree) const {
        const auto modules =
            Modules::open(options_.cache / "root/lib/modules" / options_.selection.kernel_release);
        if (!modules) return std::unexpected(modules.error());
        const auto base = modules->load_order(base_modules());
        if (!base) return std::unexpected(base.error());
        auto order = modules->load_order({"mmc_core"});
        if (!order) return std::unexpected(order.error());
        std::erase_if(*order,
                      [&](const std::string& name) { return std::ranges::find(*base, name) != base->end(); });
        const auto list = add_modules(tree, *modules, *order, options_.cache / "module.half");
        if (!list) return std::unexpected(list.error());
        tree.add_file("lab/modules/order.kernel", *list);
        return {};
    }

    /// In place of those of base.cpio, which are another kernel's: the rest is built into this one.
    wifi::Result<void> add_debug_modules(FileTree& tree) const {
        auto hwsim = built_module(build_ / "drivers/net/wireless/mac80211_hwsim.ko");
        if (!hwsim) return std::unexpected(hwsim.error());
        const fs::path folder = options_.cache / "debug-fault.half";
        if (auto done = build_fault_module(build_, folder); !done) return done;
        auto fault = read_file(folder / "wlanmedic_fault.ko");
        std::error_code failed;
        fs::remove_all(folder, failed);
        if (!fault) return std::unexpected(fault.error());
        tree.add_file("lab/modules/mac80211_hwsim.ko", *std::move(hwsim));
        tree.add_file("lab/modules/wlanmedic_fault.ko", *std::move(fault));
        tree.add_file("lab/modules/order", "mac80211_hwsim.ko\nwlanmedic_fault.ko\n");
        tree.add_file("lab/modules/order.kernel", "");
        return {};
    }

    const KernelLayerOptions& options_;
    KernelSource source_;
    fs::path build_;
};

}  // namespace

wifi::Result<void> prepare_kernel_layer(const KernelLayerOptions& options) { return Preparation(options).run(); }

wifi::Result<KernelLayer> find_kernel_layer(const fs::path& cache, bool debug, const fs::path& bes2600) {
    const std::string what = debug ? "--debug-kernel" : "--modules";
    const std::string where = cache == default_cache() ? "" : " --cache " + cache.string();
    const std::string hint = fmt::format("wlanmedic lab prepare {}{}", what, where);
    const auto selection = read_selection(cache / "selection.json");
    if (!selection)
        return std::unexpected(
            wifi::Error{.what = "nothing is prepared here", .file = cache.string(), .hint = hint});
    const auto digest = layer_digest(*selection, debug, bes2600);
    if (!digest) return std::unexpected(digest.error());
    const KernelLayer layer{.kernel = debug ? debug_kernel_image(debug_folder(cache)) : cache / "vmlinux",
                            .archives = {cache / "base.cpio", layer_of(cache, debug, *digest)}};
    if (!is_made(layer.archives.back(), *digest))
        return std::unexpected(
            wifi::Error{.what = bes2600.empty() ? "this program's kernel modules are not in the cache yet"
                                                : fmt::format("this program's kernel modules are not in the cache "
                                                              "yet, built with bes2600 of {}",
                                                              bes2600.string()),
                        .file = cache.string(),
                        .hint = hint});
    return layer;
}

}  // namespace wlanmedic::lab
