// SPDX-License-Identifier: MIT
#include "driver/catalog.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "config/toml_files.h"
#include "driver/embedded.h"

namespace wlanmedic::driver {

namespace {

std::string_view take_word(std::string_view& text) {
    const auto end = text.find(' ');
    const auto word = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return word;
}

bool has_digit(std::string_view word) { return word.find_first_of("0123456789") != std::string_view::npos; }

// The kernel writes "DRIVER DEVICE: text" (dev_printk), "DRIVER DEVICE NETDEV: text" (netdev_printk), and the
// Atheros drivers "ath: PHY: text". A device without a digit has not been seen, words of a plain message with one
// and a colon behind it neither.
std::string_view device_of(std::string_view message) {
    const auto driver = take_word(message);
    const auto second = take_word(message);
    const bool ends = second.ends_with(':');
    const auto device = second.substr(0, second.size() - (ends ? 1 : 0));
    if (driver.ends_with(':')) return ends && device.starts_with("phy") && has_digit(device) ? device : "";
    if (!has_digit(device)) return "";
    if (ends) return device;
    // NETDEV is one word, or "(unnamed net_device)", and a state in parentheses may follow it.
    const auto netdev = take_word(message);
    return netdev.ends_with(':') || netdev.starts_with('(') || message.starts_with('(') ? device : "";
}

}  // namespace

Catalog Catalog::built_in() {
    std::vector<Profile> profiles;
    for (const auto& embedded : embedded_profiles()) {
        auto profile = parse_profile(embedded.text, std::string(embedded.file));
        // Only a wrong build can get here: the tests parse every embedded file.
        if (!profile) throw std::logic_error("built-in driver profile: " + profile.error().to_string());
        profiles.push_back(*std::move(profile));
    }
    Catalog catalog;
    catalog.add_all(std::move(profiles));
    return catalog;
}

wifi::Result<void> Catalog::add_directory(const std::filesystem::path& directory) {
    const auto files = config::read_toml_directory(directory, "driver profile", max_profile_size);
    if (!files) return std::unexpected(files.error());
    std::vector<Profile> profiles;
    for (const auto& file : *files) {
        auto profile = parse_profile(file.text, file.path);
        if (!profile) return std::unexpected(profile.error());
        profiles.push_back(*std::move(profile));
    }
    add_all(std::move(profiles));
    return {};
}

std::optional<Match> Catalog::match(std::string_view kernel_message) const {
    if (kernel_message.empty()) return std::nullopt;
    const Route* owner = nullptr;
    for (const auto& route : routes_[static_cast<unsigned char>(kernel_message.front())]) {
        if (!route.prefix.begins(kernel_message)) continue;
        const auto& texts = texts_[route.profile];
        const auto text =
            std::ranges::find_if(texts, [&](const Glob& glob) { return glob.found_in(kernel_message); });
        if (text != texts.end()) {
            const auto& profile = profiles_[route.profile];
            return Match{&profile, &profile.patterns[static_cast<std::size_t>(text - texts.begin())],
                         device_of(kernel_message)};
        }
        if (!route.shared && owner == nullptr) owner = &route;
    }
    if (owner == nullptr) return std::nullopt;
    return Match{&profiles_[owner->profile], nullptr, device_of(kernel_message)};
}

const Profile* Catalog::by_name(std::string_view name) const {
    const auto found = std::ranges::find(profiles_, name, &Profile::name);
    return found == profiles_.end() ? nullptr : &*found;
}

const Profile* Catalog::by_module(std::string_view module) const {
    const auto found =
        std::ranges::find_if(profiles_, [&](const Profile& profile) { return has_module(profile, module); });
    return found == profiles_.end() ? nullptr : &*found;
}

std::vector<std::string> Catalog::literals() const {
    std::vector<std::string> literals;
    for (const auto& routes : routes_) {
        for (const auto& route : routes) literals.emplace_back(route.prefix.longest_literal());
    }
    std::ranges::sort(literals);
    const auto [first, last] = std::ranges::unique(literals);
    literals.erase(first, last);
    return literals;
}

void Catalog::add(Profile profile) {
    std::vector<Profile> profiles;
    profiles.push_back(std::move(profile));
    add_all(std::move(profiles));
}

void Catalog::add_all(std::vector<Profile> profiles) {
    for (auto& profile : profiles) {
        const auto earlier = std::ranges::find(profiles_, profile.name, &Profile::name);
        if (earlier == profiles_.end()) {
            profiles_.push_back(std::move(profile));
        } else {
            *earlier = std::move(profile);
        }
    }
    index();
}

void Catalog::index() {
    texts_.clear();
    for (auto& routes : routes_) routes.clear();
    for (std::size_t i = 0; i < profiles_.size(); ++i) {
        auto& texts = texts_.emplace_back();
        for (const auto& pattern : profiles_[i].patterns) texts.emplace_back(pattern.text);
        const auto add_route = [&](const std::string& prefix, bool shared) {
            routes_[static_cast<unsigned char>(prefix.front())].push_back({Glob(prefix), i, shared});
        };
        for (const auto& prefix : profiles_[i].prefixes) add_route(prefix, false);
        for (const auto& prefix : profiles_[i].shared_prefixes) add_route(prefix, true);
    }
    for (auto& routes : routes_) {
        std::ranges::sort(routes, [](const Route& a, const Route& b) {
            const auto a_size = a.prefix.literal_size();
            const auto b_size = b.prefix.literal_size();
            return a_size != b_size ? a_size > b_size : a.profile < b.profile;
        });
    }
}

}  // namespace wlanmedic::driver
