// SPDX-License-Identifier: MIT
#include "lab/host/selection.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "lab/host/guest_files.h"
#include "lab/host/stamp.h"

namespace wlanmedic::lab {
namespace {

constexpr std::string_view image_prefix = "linux-image-";

// linux-image-amd64 has nothing in it but its dependency on the current kernel.
wifi::Result<std::string> image_package(const Apt& apt, const std::string& asked) {
    const auto shown = apt.show(asked);
    if (!shown) return std::unexpected(shown.error());
    for (const std::string& name : names_of_depends(field_of(*shown, "Depends")))
        if (name.starts_with(image_prefix)) return name;
    if (asked.starts_with(image_prefix)) return asked;
    return std::unexpected(wifi::Error{.what = fmt::format("{} is no package of a kernel image", asked),
                                       .file = {},
                                       .hint = "apt-cache search '^linux-image-' lists them"});
}

std::string release_of(std::string image) {
    image.erase(0, image_prefix.size());
    if (image.ends_with("-unsigned")) image.resize(image.size() - 9);
    return image;
}

}  // namespace

std::vector<std::string> guest_packages() {
    std::vector<std::string> names = base_packages();
    for (std::string& name : manager_packages()) names.push_back(std::move(name));
    return names;
}

wifi::Result<Selection> select_packages(const Apt& apt, const std::string& kernel_package) {
    const auto image = image_package(apt, kernel_package);
    if (!image) return std::unexpected(image.error());
    Selection selection{.kernel_package = kernel_package, .kernel_release = release_of(*image), .packages = {}};
    const std::string headers = "linux-headers-" + selection.kernel_release;
    const auto shown = apt.show(headers);
    if (!shown) return std::unexpected(shown.error());
    std::vector<std::string> kernel{*image, headers};
    for (const std::string& name : names_of_depends(field_of(*shown, "Depends")))
        if (name.starts_with("linux-headers-") || name.starts_with("linux-kbuild-")) kernel.push_back(name);
    auto packages = apt.candidates(kernel);
    if (!packages) return std::unexpected(packages.error());
    const auto programs = apt.with_libraries(guest_packages());
    if (!programs) return std::unexpected(programs.error());
    packages->insert(packages->end(), programs->begin(), programs->end());
    selection.packages = *std::move(packages);
    return selection;
}

std::string to_json(const Selection& selection, const std::vector<std::string>& programs) {
    nlohmann::ordered_json json{{"kernel_package", selection.kernel_package},
                                {"kernel_release", selection.kernel_release},
                                {"programs", programs},
                                {"packages", nlohmann::ordered_json::array()}};
    for (const Package& package : selection.packages)
        json["packages"].push_back({{"name", package.name},
                                    {"version", package.version},
                                    {"file", package.file},
                                    {"bytes", package.bytes}});
    return json.dump(2) + "\n";
}

std::optional<Selection> read_selection(const std::filesystem::path& file,
                                        const std::vector<std::string>& programs) {
    const auto text = read_file(file);
    if (!text) return std::nullopt;
    try {
        const auto json = nlohmann::json::parse(*text);
        if (json.at("programs") != nlohmann::json(programs)) return std::nullopt;
        Selection selection{.kernel_package = json.at("kernel_package"),
                            .kernel_release = json.at("kernel_release"),
                            .packages = {}};
        for (const auto& package : json.at("packages"))
            selection.packages.push_back({.name = package.at("name"),
                                          .version = package.at("version"),
                                          .file = package.at("file"),
                                          .bytes = package.at("bytes")});
        return selection;
    } catch (const nlohmann::json::exception&) {
        return std::nullopt;
    }
}

}  // namespace wlanmedic::lab
