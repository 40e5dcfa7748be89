// SPDX-License-Identifier: MIT
#include "kernel/patched_driver.h"

#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>

#include "kernel/line_map.h"

namespace wlanmedic::kernel {
namespace {

namespace fs = std::filesystem;

constexpr int not_found = 127;  // env: no such program

wifi::Error trouble(std::string what, std::string file = {}, std::string hint = {}) {
    return {.what = std::move(what), .file = std::move(file), .hint = std::move(hint)};
}

wifi::Error not_installed(const std::string& program) {
    return trouble(fmt::format("{}: not installed", program), {},
                   "On Debian: apt-get install coccinelle diffutils");
}

std::string last_line(std::string_view said) {
    while (!said.empty() && said.back() == '\n') said.remove_suffix(1);
    const std::size_t end = said.rfind('\n');
    return std::string(end == std::string_view::npos ? said : said.substr(end + 1));
}

// It goes away with all that is in it.
class Scratch {
public:
    Scratch() {
        std::error_code failed;
        std::string name = (fs::temp_directory_path(failed) / "wlanmedic-kernel-XXXXXX").string();
        if (!failed && ::mkdtemp(name.data()) != nullptr) path_ = name;
    }
    ~Scratch() {
        std::error_code failed;
        if (!path_.empty()) fs::remove_all(path_, failed);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

struct Source {
    std::string text;  ///< with '\n' alone
    bool carriage_returns = false;
};

wifi::Result<Source> read_lines(const fs::path& file) {
    auto text = read_source(file);
    if (!text) return std::unexpected(text.error());
    const auto returns = static_cast<std::size_t>(std::ranges::count(*text, '\r'));
    if (returns == 0) return Source{.text = *std::move(text), .carriage_returns = false};
    if (returns != static_cast<std::size_t>(std::ranges::count(*text, '\n')))
        return std::unexpected(trouble("mixes line ends with and without carriage returns", file.string(),
                                       "`dos2unix` makes them alike."));
    std::erase(*text, '\r');
    return Source{.text = *std::move(text), .carriage_returns = true};
}

std::string as_written(const Source& source, const std::string& text) {
    if (!source.carriage_returns) return text;
    std::string all;
    for (const char c : text) {
        if (c == '\n') all += '\r';
        all += c;
    }
    return all;
}

class Run {
public:
    Run(const DriverTree& driver, const PatchTools& tools) : driver_(driver), tools_(tools) {}

    wifi::Result<PatchedDriver> all(const std::vector<SemanticPatch>& patches) {
        if (auto done = copy(); !done) return std::unexpected(done.error());
        for (const SemanticPatch& patch : patches)
            if (auto done = apply(patch); !done) return std::unexpected(done.error());
        if (auto done = compare(); !done) return std::unexpected(done.error());
        for (const SemanticPatch& patch : patches)
            if (!guarded_before_ && changes_nothing(patch.name) &&
                std::ranges::find(patch.drivers, driver_.name) != patch.drivers.end())
                patched_.unmatched.push_back(patch.name);
        return std::move(patched_);
    }

private:
    fs::path old_folder() const { return scratch_.path() / "a"; }
    fs::path new_folder() const { return scratch_.path() / "b"; }

    bool changes_nothing(const std::string& name) const {
        const auto patch = std::ranges::find(patched_.patches, name, &AppliedPatch::name);
        return patch == patched_.patches.end() || patch->changes.empty();
    }

    wifi::Result<void> copy() {
        if (scratch_.path().empty())
            return std::unexpected(trouble(fmt::format("no temporary folder: {}", std::strerror(errno))));
        std::vector<NewText> copies;
        for (const fs::path& file : driver_.files) {
            auto source = read_lines(driver_.folder / file);
            if (!source) return std::unexpected(source.error());
            guarded_before_ = guarded_before_ || source->text.find("connloss_guard_attach") != std::string::npos;
            copies.push_back({.file = old_folder() / file, .text = source->text});
            copies.push_back({.file = new_folder() / file, .text = source->text});
            now_[file] = source->text;
            sources_[file] = *std::move(source);
        }
        return write_sources(copies);
    }

    wifi::Result<machine::CommandOutput> command(const std::vector<std::string>& words) const {
        const auto output = tools_.probe.run(words, tools_.limit);
        if (!output && output.error().what.ends_with("not installed"))
            return std::unexpected(not_installed(words.front()));
        return output;
    }

    wifi::Result<void> apply(const SemanticPatch& patch) {
        const fs::path file = scratch_.path() / (patch.name + ".cocci");
        if (auto done = write_sources({{.file = file, .text = std::string(patch.text)}}); !done) return done;
        // It wants a HOME, and gets one in which nothing is. --smpl-spacing: what is added looks as it does in the
        // patch. --no-includes: none of the patches asks for types. --include-headers: some add a field to a
        // struct.
        const auto output = command({"env", "HOME=" + scratch_.path().string(), tools_.spatch, "--very-quiet",
                                     "--smpl-spacing", "--no-includes", "--include-headers", "--in-place",
                                     "--sp-file", file.string(), "--dir", new_folder().string()});
        if (!output) return std::unexpected(output.error());
        if (output->status == not_found) return std::unexpected(not_installed(tools_.spatch));
        if (output->status != 0)
            return std::unexpected(trouble(fmt::format("spatch failed with status {} at the patch {}: {}",
                                                       output->status, patch.name, last_line(output->out))));
        AppliedPatch applied{.name = patch.name, .changes = {}};
        for (auto& [name, text] : now_) {
            auto changed = read_source(new_folder() / name);
            if (!changed) return std::unexpected(changed.error());
            if (*changed == text) continue;
            text = *std::move(changed);
            applied.changes.push_back(name);
        }
        patched_.patches.push_back(std::move(applied));
        return {};
    }

    wifi::Result<std::string> difference(const fs::path& file) const {
        const auto output =
            command({"diff", "-u", "--label", ("a" / file).string(), "--label", ("b" / file).string(),
                     (old_folder() / file).string(), (new_folder() / file).string()});
        if (!output) return std::unexpected(output.error());
        if (output->status > 1) return std::unexpected(trouble("diff failed:\n" + output->out, file.string()));
        return output->out;
    }

    wifi::Result<void> compare() {
        for (const auto& [file, source] : sources_) {
            const std::string& after = now_.at(file);
            std::string diff;
            if (after != source.text) {
                auto made = difference(file);
                if (!made) return std::unexpected(made.error());
                diff = *std::move(made);
                patched_.diff += diff;
                patched_.files.push_back({.file = driver_.folder / file, .text = as_written(source, after)});
            }
            sites(file, source.text, after, diff);
        }
        return {};
    }

    void sites(const fs::path& file, const std::string& before, const std::string& after,
               const std::string& diff) {
        for (Site& site : call_sites(before))
            if (site.call != Call::fault) patched_.found.push_back({.file = file, .site = std::move(site)});
        for (Site& site : call_sites(after)) {
            site.line = old_line(diff, site.line);
            if (file.extension() == ".h" && !site.unguarded.empty() && site.unguarded != "it stands in a macro")
                site.unguarded = "it stands in a header";
            if (site.call == Call::fault) {
                patched_.found.push_back({.file = file, .site = std::move(site)});
            } else if (!site.unguarded.empty()) {
                patched_.unguarded.push_back({.file = file, .site = std::move(site)});
            }
        }
    }

    const DriverTree& driver_;
    const PatchTools& tools_;
    Scratch scratch_;
    std::map<fs::path, Source> sources_;
    std::map<fs::path, std::string> now_;
    bool guarded_before_ = false;
    PatchedDriver patched_;
};

}  // namespace

bool PatchedDriver::loses_devices() const {
    return std::ranges::any_of(unguarded,
                               [](const FoundSite& site) { return site.site.call == Call::unregistering; });
}

wifi::Result<PatchedDriver> patch_driver(const DriverTree& driver, const std::vector<SemanticPatch>& patches,
                                         const PatchTools& tools) {
    return Run(driver, tools).all(patches);
}

}  // namespace wlanmedic::kernel
