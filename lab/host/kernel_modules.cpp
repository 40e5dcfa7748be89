// SPDX-License-Identifier: MIT
#include "lab/host/kernel_modules.h"

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "kernel/guard_files.h"
#include "lab/host/command.h"
#include "lab/host/kernel_build.h"
#include "lab/host/kernel_files.h"
#include "lab/host/semantic_patch.h"
#include "lab/host/stamp.h"

namespace wlanmedic::lab {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view cw1200_folder = "drivers/net/wireless/st/cw1200";
constexpr std::string_view wireless_folder = "drivers/net/wireless";

wifi::Result<void> copy_source(const fs::path& from, const fs::path& to) {
    std::error_code failed;
    fs::create_directories(to.parent_path(), failed);
    fs::copy(from, to, fs::copy_options::recursive, failed);
    if (failed)
        return std::unexpected(
            wifi::Error{.what = "cannot be copied: " + failed.message(), .file = from.string(), .hint = {}});
    return {};
}

class Build {
public:
    Build(const KernelModulesOptions& options, const fs::path& into)
        : options_(options),
          into_(into),
          work_(into / "work"),
          guard_(work_ / "kernel/connloss_guard"),
          chips_(work_ / "lab/chips") {}

    wifi::Result<void> run() {
        for (const auto step :
             {&Build::sources, &Build::guard, &Build::cw1200, &Build::hwsim, &Build::bes2600, &Build::chips})
            if (auto done = (this->*step)(); !done) return done;
        std::error_code failed;
        fs::remove_all(work_, failed);
        return {};
    }

private:
    wifi::Result<void> sources() {
        std::error_code failed;
        for (const auto files : {kernel::embedded_guard(), kernel_files()})
            for (const config::EmbeddedFile& file : files) {
                const fs::path place = work_ / file.file;
                fs::create_directories(place.parent_path(), failed);
                if (auto done = write_file(place, file.text); !done) return done;
            }
        return {};
    }

    wifi::Result<void> guard() {
        options_.say("building the connection-loss guard");
        if (auto done = make(guard_, {"CONNLOSS_STRESS=m"}); !done) return done;
        return keep_all(guard_, {});
    }

    wifi::Result<void> cw1200() {
        options_.say("building cw1200, as it is and with the guard");
        const std::vector<std::string> settings{"CONFIG_CW1200=m", "CONFIG_CW1200_WLAN_SDIO=m"};
        const std::vector<std::pair<std::string, std::vector<std::string>>> variants{
            {"stock", {}}, {"patched", {}}, {"scrub", {"cw1200-scrub"}}, {"wfx", {"cw1200-wfx"}}};
        for (const auto& [variant, options] : variants) {
            const fs::path folder = work_ / variant / "cw1200";
            if (auto done = copy_source(options_.source / cw1200_folder, folder); !done) return done;
            const bool patched = variant != "stock";
            if (patched)
                if (auto done = apply_semantic_patches(folder, options); !done) return done;
            if (auto done = make(folder, settings, patched); !done) return done;
            if (auto done = keep_all(folder, variant); !done) return done;
        }
        return {};
    }

    wifi::Result<void> hwsim() {
        options_.say("building mac80211_hwsim with the guard");
        const fs::path folder = work_ / "patched/mac80211_hwsim";
        for (const char* name : {"mac80211_hwsim.c", "mac80211_hwsim.h"})
            if (auto done = copy_source(options_.source / wireless_folder / name, folder / name); !done)
                return done;
        if (auto done = write_file(folder / "Kbuild", "obj-m := mac80211_hwsim.o\n"); !done) return done;
        if (auto done = apply_semantic_patches(folder, {}); !done) return done;
        if (auto done = make(folder, {}, true); !done) return done;
        return keep_all(folder, "patched");
    }

    wifi::Result<void> bes2600() {
        if (options_.bes2600.empty()) return {};
        options_.say(fmt::format("taking the virtual BES2600 of {}", options_.bes2600.string()));
        for (const char* variant : {"stock", "patched"})
            if (auto done = keep_all(options_.bes2600 / variant, variant); !done) return done;
        return {};
    }

    wifi::Result<void> chips() {
        options_.say("building the virtual chips");
        std::vector<std::string> words{"make",
                                       "-s",
                                       "-C",
                                       chips_.string(),
                                       fmt::format("KDIR={}", options_.build.string()),
                                       fmt::format("CW1200={}", stock_cw1200().string()),
                                       "KCFLAGS=-g0"};
        if (const auto made = lab::run({.words = std::move(words), .directory = {}}); !made)
            return std::unexpected(made.error());
        return keep_all(chips_, {});
    }

    fs::path stock_cw1200() const { return work_ / "stock/cw1200"; }

    wifi::Result<void> make(const fs::path& source, std::vector<std::string> settings = {},
                            bool with_guard = false) const {
        ModuleBuild wanted{.build = options_.build,
                           .source = source,
                           .settings = std::move(settings),
                           .symbols = {},
                           .includes = {}};
        if (with_guard) {
            wanted.symbols.push_back(guard_ / "Module.symvers");
            wanted.includes.push_back(guard_);
        }
        return build_modules(wanted);
    }

    /// The modules of a folder and of those in it, side by side in INTO/VARIANT. Errors: there is none.
    wifi::Result<void> keep_all(const fs::path& folder, const fs::path& variant) const {
        bool any = false;
        std::error_code failed;
        fs::create_directories(into_ / variant, failed);
        for (fs::recursive_directory_iterator entry(folder, failed), end; !failed && entry != end;
             entry.increment(failed)) {
            if (entry->path().extension() != ".ko") continue;
            const auto module = built_module(entry->path());
            if (!module) return std::unexpected(module.error());
            if (auto done = write_file(into_ / variant / entry->path().filename(), *module); !done) return done;
            any = true;
        }
        if (any) return {};
        return std::unexpected(wifi::Error{.what = "there is no module", .file = folder.string(), .hint = {}});
    }

    const KernelModulesOptions& options_;
    const fs::path& into_;
    fs::path work_;
    fs::path guard_;
    fs::path chips_;
};

}  // namespace

wifi::Result<void> build_kernel_modules(const KernelModulesOptions& options, const fs::path& into) {
    return Build(options, into).run();
}

}  // namespace wlanmedic::lab
