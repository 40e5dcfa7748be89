// SPDX-License-Identifier: MIT
#include "lab/host/prepared.h"

#include <fmt/format.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "lab/host/kernel_layer.h"
#include "lab/host/stamp.h"

namespace wlanmedic::lab {
namespace {

namespace fs = std::filesystem;

std::string from_environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

wifi::Error not_prepared(std::string what, const fs::path& where, const fs::path& cache) {
    return {.what = std::move(what),
            .file = where.string(),
            .hint = cache == default_cache() ? "wlanmedic lab prepare"
                                             : fmt::format("wlanmedic lab prepare --cache {}", cache.string())};
}

}  // namespace

fs::path default_cache() {
    // The XDG Base Directory Specification: what is no absolute path is to be passed over.
    const fs::path base = from_environment("XDG_CACHE_HOME");
    if (base.is_absolute()) return base / "wlanmedic/lab";
    return fs::path(from_environment("HOME")) / ".cache/wlanmedic/lab";
}

fs::path guest_program() {
    std::error_code failed;
    const fs::path here = fs::read_symlink("/proc/self/exe", failed).parent_path();
    if (failed) return {};
    for (const fs::path& place :
         {here / "wlanmedic-lab-guest", here / "../../lab/guest/wlanmedic-lab-guest",
          here / "../../../lab/guest/wlanmedic-lab-guest", here / "../libexec/wlanmedic/wlanmedic-lab-guest",
          fs::path("/usr/libexec/wlanmedic/wlanmedic-lab-guest")})
        if (fs::is_regular_file(place, failed)) return place.lexically_normal();
    return {};
}

fs::path guest_initramfs(const fs::path& cache, std::string_view program) {
    return cache / fmt::format("guest-{}.cpio", Digest().add(program).text());
}

fs::path recorder_archive(const fs::path& cache, std::string_view program) {
    return cache / fmt::format("recorder-{}.cpio", Digest().add(program).text());
}

wifi::Result<void> write_prepared(const fs::path& cache, const Prepared& prepared) {
    const nlohmann::ordered_json json{{"kernel_release", prepared.kernel_release},
                                      {"kernel", prepared.kernel.lexically_relative(cache).string()},
                                      {"initramfs", prepared.initramfs.lexically_relative(cache).string()},
                                      {"with_manager", prepared.with_manager.lexically_relative(cache).string()},
                                      {"with_tools", prepared.with_tools.lexically_relative(cache).string()},
                                      {"recorder", prepared.recorder.lexically_relative(cache).string()}};
    const std::string text = json.dump(2) + "\n";
    if (read_file(cache / "prepared.json").value_or("") == text) return {};
    return write_file(cache / "prepared.json", text);
}

wifi::Result<Prepared> find_prepared(const fs::path& cache, const fs::path& program) {
    const fs::path note = cache / "prepared.json";
    const auto text = read_file(note);
    if (!text) return std::unexpected(not_prepared("nothing is prepared here", cache, cache));
    Prepared prepared;
    try {
        const auto json = nlohmann::json::parse(*text);
        prepared = {.kernel_release = json.at("kernel_release"),
                    .kernel = cache / json.at("kernel").get<std::string>(),
                    .initramfs = cache / json.at("initramfs").get<std::string>(),
                    .with_manager = cache / json.at("with_manager").get<std::string>(),
                    .with_tools = cache / json.at("with_tools").get<std::string>(),
                    .recorder = cache / json.at("recorder").get<std::string>()};
    } catch (const nlohmann::json::exception&) {
        return std::unexpected(not_prepared("this is not what `lab prepare` writes", note, cache));
    }
    std::error_code failed;
    if (const fs::path guest = guest_program(); !guest.empty()) {
        const auto bytes = read_file(guest);
        if (!bytes) return std::unexpected(bytes.error());
        prepared.initramfs = guest_initramfs(cache, *bytes);
        if (!fs::exists(prepared.initramfs, failed))
            return std::unexpected(not_prepared("this guest program is not in the cache yet", guest, cache));
    }
    if (!program.empty()) {
        const auto bytes = read_file(program);
        if (!bytes) return std::unexpected(bytes.error());
        prepared.recorder = recorder_archive(cache, *bytes);
        if (!fs::exists(prepared.recorder, failed))
            return std::unexpected(not_prepared("this wlanmedic is not in the cache yet", program, cache));
    }
    for (const fs::path& file : {prepared.kernel, prepared.initramfs, prepared.with_manager, prepared.recorder})
        if (!fs::exists(file, failed)) return std::unexpected(not_prepared("is missing", file, cache));
    return prepared;
}

wifi::Result<fs::path> modules_for(const Scenario& scenario, const ModulesPlace& place) {
    const bool needs_tree = scenario.station.chip && scenario.station.chip->model == Chip::Model::bes2600;
    if (needs_tree && place.bes2600.empty())
        return std::unexpected(
            wifi::Error{.what = "this scenario needs a virtual BES2600",
                        .file = scenario.name,
                        .hint = "BES2600_MODULES=FOLDER wlanmedic lab prepare --modules, where FOLDER "
                                "has stock/vbes2600.ko and patched/vbes2600.ko (docs/lab-chips.md)"});
    auto layer = find_kernel_layer(place.cache, false, place.bes2600);
    if (!layer && !needs_tree && !place.bes2600.empty()) layer = find_kernel_layer(place.cache, false, {});
    if (!layer) return std::unexpected(layer.error());
    return layer->archives.back();
}

wifi::Result<std::vector<fs::path>> archives_for(const Scenario& scenario, const Prepared& prepared,
                                                 const ModulesPlace& place) {
    std::vector<fs::path> archives = {prepared.initramfs, prepared.recorder};
    if (scenario.station.manager != Manager::wpa_supplicant) archives.push_back(prepared.with_manager);
    std::error_code failed;
    if (scenario.tools && !fs::exists(prepared.with_tools, failed))
        return std::unexpected(
            wifi::Error{.what = "this scenario wants tools in the guest, and they are not prepared",
                        .file = scenario.name,
                        .hint = "wlanmedic lab prepare --tools"});
    if (scenario.tools) archives.push_back(prepared.with_tools);
    if (scenario.station.chip) {
        auto modules = modules_for(scenario, place);
        if (!modules) return std::unexpected(modules.error());
        archives.push_back(*std::move(modules));
    }
    return archives;
}

}  // namespace wlanmedic::lab
