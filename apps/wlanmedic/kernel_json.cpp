// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>

#include "kernel_report.h"
#include "report/safe_text.h"

namespace wlanmedic::app {
namespace {

using Json = nlohmann::ordered_json;

std::string written(const Json& document) {
    return report::without_markup(document.dump(2, ' ', true, Json::error_handler_t::replace)) + "\n";
}

std::string safe(const std::filesystem::path& file) { return report::valid_utf8(file.string()); }

Json site_json(const kernel::FoundSite& found) {
    Json json{{"call", kernel::name_of(found.site.call)}, {"file", safe(found.file)}, {"line", found.site.line}};
    if (!found.site.fault.empty()) json["fault"] = report::valid_utf8(found.site.fault);
    return json;
}

Json files_json(const std::vector<kernel::NewText>& files) {
    Json list = Json::array();
    for (const auto& file : files) list.push_back(safe(file.file));
    return list;
}

}  // namespace

std::string json_kernel_patch(const KernelPatchReport& report) {
    Json patches = Json::array();
    for (const auto& patch : report.patched.patches) {
        Json changes = Json::array();
        for (const auto& file : patch.changes) changes.push_back(safe(file));
        patches.push_back({{"name", patch.name}, {"changes", changes}});
    }
    Json found = Json::array();
    for (const auto& site : report.patched.found) found.push_back(site_json(site));
    Json unguarded = Json::array();
    for (const auto& site : report.patched.unguarded) {
        unguarded.push_back(site_json(site));
        unguarded.back()["why"] = site.site.unguarded;
    }
    return written({{"schema", "wlanmedic.kernel-patch/1"},
                    {"driver", report::valid_utf8(report.driver.name)},
                    {"folder", safe(report.driver.folder)},
                    {"patches", patches},
                    {"found", found},
                    {"not_understood", unguarded},
                    {"patches_without_match", report.patched.unmatched},
                    {"changed_files", files_json(report.patched.files)},
                    {"build_files", files_json(report.guard.build_files)},
                    {"guard_files", files_json(report.guard.sources)},
                    {"written", report.written},
                    {"diff", report::valid_utf8(report.patched.diff)}});
}

std::string json_kernel_patches(const std::vector<kernel::SemanticPatch>& patches) {
    Json list = Json::array();
    for (const auto& patch : patches)
        list.push_back({{"name", patch.name},
                        {"summary", patch.summary},
                        {"drivers", patch.drivers},
                        {"default", patch.by_default}});
    return written({{"schema", "wlanmedic.kernel-patches/1"}, {"patches", list}});
}

}  // namespace wlanmedic::app
