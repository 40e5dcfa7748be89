// SPDX-License-Identifier: MIT
#include "lab/host/prepare.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "lab/host/apt.h"
#include "lab/host/cache_lock.h"
#include "lab/host/command.h"
#include "lab/host/cpio.h"
#include "lab/host/fault_module.h"
#include "lab/host/fault_source.h"
#include "lab/host/guest_files.h"
#include "lab/host/kernel_build.h"
#include "lab/host/kernel_image.h"
#include "lab/host/kernel_layer.h"
#include "lab/host/modules.h"
#include "lab/host/old_files.h"
#include "lab/host/recorder_layer.h"
#include "lab/host/selection.h"
#include "lab/host/stamp.h"
#include "lab/host/tools_layer.h"

namespace wlanmedic::lab {
namespace {

namespace fs = std::filesystem;

// To be raised when the same packages give another initramfs.
constexpr std::string_view layout = "2";

std::string megabytes(std::uint64_t bytes) { return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6); }

class Preparation {
public:
    explicit Preparation(const PrepareOptions& options) : options_(options), cache_(options.cache) {}

    wifi::Result<Prepared> run() {
        for (const auto step :
             {&Preparation::select, &Preparation::fetch, &Preparation::unpack, &Preparation::kernel,
              &Preparation::fault, &Preparation::layers, &Preparation::guest, &Preparation::recorder,
              &Preparation::tools, &Preparation::kernel_layers})
            if (auto done = (this->*step)(); !done) return std::unexpected(done.error());
        Prepared prepared{.kernel_release = selection_.kernel_release,
                          .kernel = kernel_,
                          .initramfs = initramfs_,
                          .with_manager = cache_ / "with-manager.cpio",
                          .with_tools = tools_layer(),
                          .recorder = recorder_};
        if (auto done = write_prepared(cache_, prepared); !done) return std::unexpected(done.error());
        if (!changed_) options_.say("all is there already");
        return prepared;
    }

private:
    wifi::Result<void> select() {
        const auto known = read_selection(cache_ / "selection.json");
        if (known && known->kernel_package == options_.kernel_package && !options_.refresh) {
            selection_ = *known;
            return {};
        }
        const auto apt = Apt::open(cache_ / "apt");
        if (!apt) return std::unexpected(apt.error());
        if (!apt->has_lists() || options_.refresh) {
            options_.say("fetching the lists of packages (apt-get update, about 10 MB)");
            if (auto done = apt->update(); !done) return done;
        }
        options_.say("choosing packages");
        auto selection = select_packages(*apt, options_.kernel_package);
        if (!selection) return std::unexpected(selection.error());
        selection_ = *std::move(selection);
        return write_file(cache_ / "selection.json", to_json(selection_));
    }

    wifi::Result<void> fetch() {
        packages_ = Digest().add(to_json(selection_)).text();
        if (is_made(cache_ / "root", packages_)) return {};
        std::vector<Package> missing;
        std::uint64_t bytes = 0;
        std::error_code failed;
        for (const Package& package : selection_.packages) {
            const auto size = fs::file_size(cache_ / "debs" / package.file, failed);
            if (!failed && size == package.bytes) continue;
            missing.push_back(package);
            bytes += package.bytes;
        }
        if (missing.empty()) return {};
        options_.say(fmt::format("fetching {} packages, {}: Linux {}, its headers, the guest's programs",
                                 missing.size(), megabytes(bytes), selection_.kernel_release));
        const auto apt = Apt::open(cache_ / "apt");
        if (!apt) return std::unexpected(apt.error());
        const fs::path half = cache_ / "debs.half";
        fs::remove_all(half, failed);
        if (auto done = apt->download(missing, half); !done) return done;
        fs::create_directories(cache_ / "debs", failed);
        for (const Package& package : missing) {
            fs::rename(half / package.file, cache_ / "debs" / package.file, failed);
            if (failed)
                return std::unexpected(wifi::Error{.what = fmt::format("{} was not fetched", package.file),
                                                   .file = half.string(),
                                                   .hint = "try wlanmedic lab prepare --refresh"});
        }
        fs::remove_all(half, failed);
        return {};
    }

    wifi::Result<void> unpack() {
        if (is_made(cache_ / "root", packages_)) return {};
        options_.say("unpacking them");
        changed_ = true;
        auto done = make_anew(cache_ / "root", packages_, [&](const fs::path& half) -> wifi::Result<void> {
            for (const Package& package : selection_.packages)
                if (auto unpacked = lab::run(
                        {.words = {"dpkg-deb", "-x", (cache_ / "debs" / package.file).string(), half.string()},
                         .directory = {}});
                    !unpacked)
                    return std::unexpected(unpacked.error());
            return {};
        });
        if (done) forget_old_packages();
        return done;
    }

    void forget_old_packages() const {
        std::error_code failed;
        for (fs::directory_iterator entry(cache_ / "debs", failed), end; !failed && entry != end;
             entry.increment(failed))
            if (std::ranges::find(selection_.packages, entry->path().filename().string(), &Package::file) ==
                selection_.packages.end())
                fs::remove(entry->path(), failed);
    }

    wifi::Result<void> kernel() {
        const fs::path image = cache_ / "root/boot" / ("vmlinuz-" + selection_.kernel_release);
        kernel_ = cache_ / "vmlinux";
        const std::string digest = Digest().add(layout).add(packages_).text();
        if (is_made(kernel_, digest)) return {};
        options_.say("unpacking the kernel");
        changed_ = true;
        const auto bytes = read_file(image);
        if (!bytes) return std::unexpected(bytes.error());
        const auto unpacked = unpack_kernel(*bytes);
        if (!unpacked)
            options_.say(fmt::format("the guest unpacks it itself, and boots later: {} {}",
                                     image.filename().string(), unpacked.error().what));
        return make_anew(kernel_, digest,
                         [&](const fs::path& half) { return write_file(half, unpacked ? *unpacked : *bytes); });
    }

    wifi::Result<void> fault() {
        Digest digest;
        digest.add(layout).add(packages_);
        for (const config::EmbeddedFile& source : fault_sources()) digest.add(source.file).add(source.text);
        for (const std::string& module : base_modules()) digest.add(module);
        for (const std::string& module : manager_modules()) digest.add(module);
        fault_ = digest.text();
        if (is_made(cache_ / "fault", fault_)) return {};
        options_.say(fmt::format("building the fault module for Linux {}", selection_.kernel_release));
        changed_ = true;
        return make_anew(cache_ / "fault", fault_, [&](const fs::path& half) {
            const fs::path build = half / "build";
            auto done = make_build_folder(cache_ / "root", selection_.kernel_release, build);
            if (done) done = build_fault_module(build, half);
            std::error_code failed;
            fs::remove_all(build, failed);
            return done;
        });
    }

    wifi::Result<void> layers() {
        const fs::path base = cache_ / "base.cpio";
        const fs::path manager = cache_ / "with-manager.cpio";
        if (is_made(base, fault_) && is_made(manager, fault_)) return {};
        options_.say("writing the initramfs");
        changed_ = true;
        const auto modules = Modules::open(cache_ / "root/lib/modules" / selection_.kernel_release);
        if (!modules) return std::unexpected(modules.error());
        auto tree = base_files(cache_ / "root");
        if (!tree) return std::unexpected(tree.error());
        auto extra = manager_files(cache_ / "root", *tree);
        if (!extra) return std::unexpected(extra.error());
        const auto order = modules->load_order(base_modules());
        if (!order) return std::unexpected(order.error());
        const auto more = beyond(*modules, *order);
        if (!more) return std::unexpected(more.error());
        const auto base_order = add_modules(*tree, *modules, *order, cache_ / "module.half");
        if (!base_order) return std::unexpected(base_order.error());
        const auto manager_order = add_modules(*extra, *modules, *more, cache_ / "module.half");
        if (!manager_order) return std::unexpected(manager_order.error());
        auto fault = read_file(cache_ / "fault/wlanmedic_fault.ko");
        if (!fault) return std::unexpected(fault.error());
        tree->add_file("lab/modules/wlanmedic_fault.ko", *std::move(fault));
        tree->add_file("lab/modules/order", *base_order + "wlanmedic_fault.ko\n");
        extra->add_file("lab/modules/order.manager", *manager_order);
        if (auto done = make_anew(base, fault_,
                                  [&](const fs::path& half) { return write_cpio(*tree, half, Packing::none); });
            !done)
            return done;
        return make_anew(manager, fault_,
                         [&](const fs::path& half) { return write_cpio(*extra, half, Packing::none); });
    }

    // What the second layer needs beyond the first. Kernels differ in which of these they have at all.
    static wifi::Result<std::vector<std::string>> beyond(const Modules& modules,
                                                         const std::vector<std::string>& base) {
        std::vector<std::string> names = base;
        for (const std::string& name : manager_modules())
            if (modules.has(name)) names.push_back(name);
        auto order = modules.load_order(names);
        if (order)
            std::erase_if(*order,
                          [&](const std::string& name) { return std::ranges::find(base, name) != base.end(); });
        return order;
    }

    // A guest program gets an archive of its own behind the first, so that a new one is quickly put in.
    wifi::Result<void> guest() {
        auto program = read_file(options_.guest_program);
        if (!program) return std::unexpected(program.error());
        const std::string digest = Digest().add(fault_).add(*program).text();
        initramfs_ = guest_initramfs(cache_, *program);
        if (is_made(initramfs_, digest)) return {};
        changed_ = true;
        options_.say(fmt::format("putting in the guest program {}", options_.guest_program.string()));
        FileTree tree;
        tree.add_file("init", *std::move(program), 0755);
        auto done = make_anew(initramfs_, digest, [&](const fs::path& half) -> wifi::Result<void> {
            if (auto written = write_cpio(tree, half, Packing::none); !written) return written;
            auto bytes = read_file(cache_ / "base.cpio");
            const auto init = read_file(half);
            if (!bytes || !init) return std::unexpected((bytes ? init : bytes).error());
            return write_file(half, *bytes += *init);
        });
        if (done) forget_old(cache_, "guest-");
        return done;
    }

    wifi::Result<void> recorder() {
        const auto program = read_file(options_.recorder);
        if (!program) return std::unexpected(program.error());
        auto tree = recorder_files(options_.recorder, cache_ / "recorder.half");
        if (!tree) return std::unexpected(tree.error());
        Digest digest;
        for (const auto& [name, entry] : tree->entries()) digest.add(name).add(entry.content);
        recorder_ = recorder_archive(cache_, *program);
        if (is_made(recorder_, digest.text())) return {};
        changed_ = true;
        options_.say(fmt::format("putting in the recorder {}", options_.recorder.string()));
        auto done = make_anew(recorder_, digest.text(),
                              [&](const fs::path& half) { return write_cpio(*tree, half, Packing::none); });
        if (done) forget_old(cache_, "recorder-");
        return done;
    }

    wifi::Result<void> tools() {
        if (!options_.tools) return {};
        auto done = prepare_tools({.cache = cache_,
                                   .layer = tools_layer(),
                                   .kernel_release = selection_.kernel_release,
                                   .base = fault_,
                                   .refresh = options_.refresh,
                                   .say = [this](std::string_view what) {
                                       changed_ = true;
                                       options_.say(what);
                                   }});
        if (done) forget_old(cache_, "with-tools-");
        return done;
    }

    wifi::Result<void> kernel_layers() {
        for (const bool debug : {false, true}) {
            if (!(debug ? options_.debug_kernel : options_.modules)) continue;
            auto done = prepare_kernel_layer({.cache = cache_,
                                              .selection = selection_,
                                              .debug = debug,
                                              .bes2600 = options_.bes2600,
                                              .say = [this](std::string_view what) {
                                                  changed_ = true;
                                                  options_.say(what);
                                              }});
            if (!done) return done;
        }
        return {};
    }

    // Its modules are of one kernel: a layer made for another is none of this preparation.
    fs::path tools_layer() const { return cache_ / fmt::format("with-tools-{}.cpio", fault_); }

    const PrepareOptions& options_;
    fs::path cache_;
    Selection selection_;
    std::string packages_;
    std::string fault_;
    fs::path kernel_;
    fs::path initramfs_;
    fs::path recorder_;
    bool changed_ = false;
};

}  // namespace

wifi::Result<Prepared> prepare(const PrepareOptions& options) {
    PrepareOptions whole = options;
    std::error_code failed;
    whole.cache = fs::absolute(options.cache, failed).lexically_normal();
    if (whole.cache.string().find_first_of(" \t\n:#$%") != std::string::npos)
        return std::unexpected(
            wifi::Error{.what = "the kernel's Makefiles cannot build below a path with blanks or : # $ %",
                        .file = whole.cache.string(),
                        .hint = "name another folder with --cache"});
    fs::create_directories(whole.cache, failed);
    if (failed)
        return std::unexpected(wifi::Error{.what = "this folder cannot be made: " + failed.message(),
                                           .file = whole.cache.string(),
                                           .hint = "name another with --cache"});
    if (!whole.say) whole.say = [](std::string_view) {};
    const auto lock = CacheLock::take(whole.cache / "lock", whole.say);
    if (!lock) return std::unexpected(lock.error());
    return Preparation(whole).run();
}

}  // namespace wlanmedic::lab
