// SPDX-License-Identifier: MIT
#include "lab/host/kernel_source.h"

#include <fmt/format.h>

#include <algorithm>

#include "lab/host/apt.h"
#include "lab/host/command.h"
#include "lab/host/stamp.h"

namespace wlanmedic::lab {
namespace {

namespace fs = std::filesystem;

// To be raised when more of the source is unpacked.
constexpr std::string_view layout = "1";

constexpr std::string_view image_prefix = "linux-image-";

// "linux-source-6.1" of "6.1.0-56-amd64".
std::string package_of(const std::string& release) {
    const std::size_t minor = release.find('.');
    return "linux-source-" + release.substr(0, release.find('.', minor == std::string::npos ? minor : minor + 1));
}

wifi::Result<Package> find_package(const Apt& apt, const Selection& selection) {
    const auto image = std::ranges::find_if(
        selection.packages, [](const Package& package) { return package.name.starts_with(image_prefix); });
    const std::string name = package_of(selection.kernel_release);
    if (image == selection.packages.end())
        return std::unexpected(wifi::Error{.what = "no kernel is chosen", .file = {}, .hint = {}});
    const auto found = apt.candidates({fmt::format("{}={}", name, image->version)});
    if (!found || found->empty())
        return std::unexpected(wifi::Error{
            .what = fmt::format("the system's sources have no {} in version {}, which the lab's kernel has", name,
                                image->version),
            .file = {},
            .hint = "`wlanmedic lab prepare --refresh` takes the current kernel"});
    return found->front();
}

wifi::Result<void> fetch(const Apt& apt, const Package& package, const fs::path& into) {
    const fs::path debs = into / "debs";
    if (auto done = apt.download({package}, debs); !done) return done;
    const fs::path unpacked = into / "unpacked";
    if (auto done =
            run({.words = {"dpkg-deb", "-x", (debs / package.file).string(), unpacked.string()}, .directory = {}});
        !done)
        return std::unexpected(done.error());
    const std::string name = package.name + ".tar.xz";
    std::error_code failed;
    fs::rename(unpacked / "usr/src" / name, into / name, failed);
    if (failed)
        return std::unexpected(
            wifi::Error{.what = fmt::format("{} holds no {}: {}", package.file, name, failed.message()),
                        .file = {},
                        .hint = {}});
    fs::remove_all(debs, failed);
    fs::remove_all(unpacked, failed);
    fs::create_directories(into / "tree", failed);
    std::vector<std::string> words{"tar",
                                   "-x",
                                   "-J",
                                   "-f",
                                   (into / name).string(),
                                   "-C",
                                   (into / "tree").string(),
                                   "--strip-components=1",
                                   "--wildcards"};
    for (const char* part : {"drivers/net/wireless/st/cw1200", "drivers/net/wireless/mac80211_hwsim.?",
                             "scripts/checkpatch.pl", "scripts/spelling.txt", "scripts/const_structs.checkpatch"})
        words.push_back(fmt::format("*/{}", part));
    if (auto done = run({.words = std::move(words), .directory = {}}); !done) return std::unexpected(done.error());
    return {};
}

}  // namespace

wifi::Result<KernelSource> prepare_kernel_source(const KernelSourceOptions& options) {
    const fs::path folder = options.cache / "linux-source";
    const std::string digest = Digest().add(layout).add(to_json(options.selection)).text();
    KernelSource source{.archive = folder / (package_of(options.selection.kernel_release) + ".tar.xz"),
                        .tree = folder / "tree"};
    if (is_made(folder, digest)) return source;
    const auto apt = Apt::open(options.cache / "apt");
    if (!apt) return std::unexpected(apt.error());
    if (!apt->has_lists())
        if (auto done = apt->update(); !done) return std::unexpected(done.error());
    const auto package = find_package(*apt, options.selection);
    if (!package) return std::unexpected(package.error());
    options.say(fmt::format("fetching {} {}, {:.0f} MB", package->name, package->version,
                            static_cast<double>(package->bytes) / 1e6));
    if (auto done = make_anew(folder, digest, [&](const fs::path& half) { return fetch(*apt, *package, half); });
        !done)
        return std::unexpected(done.error());
    return source;
}

wifi::Result<void> unpack_kernel_source(const fs::path& archive, const fs::path& folder) {
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (auto done = run(
            {.words = {"tar", "-x", "-J", "-f", archive.string(), "-C", folder.string(), "--strip-components=1"},
             .directory = {}});
        !done)
        return std::unexpected(done.error());
    return {};
}

}  // namespace wlanmedic::lab
