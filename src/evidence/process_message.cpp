// SPDX-License-Identifier: MIT
#include "evidence/process_message.h"

#include <array>

#include "evidence/decode_words.h"
#include "evidence/kernel_message.h"
#include "evidence/network_manager_message.h"
#include "evidence/supplicant_message.h"

namespace wlanmedic::evidence {
namespace {

using Kind = Decoded::Kind;

constexpr std::array<std::string_view, 11> processes{"wpa_supplicant", "wpad",    "hostapd",         "iwd[",
                                                     "iwd: ",          "wpa_cli", "NetworkManager",  "dhclient",
                                                     "dhcpcd",         "udhcpc",  "systemd-networkd"};

bool starts_a_name(std::string_view text, std::size_t at) {
    if (at == 0) return true;
    const char before = text[at - 1];
    return !((before >= 'a' && before <= 'z') || (before >= 'A' && before <= 'Z') ||
             (before >= '0' && before <= '9'));
}

// The name of a process, or of its unit: "iwd", "iwd.service", "wpa_supplicant@wlan0.service".
bool is_of(std::string_view process, std::string_view name) {
    return process.starts_with(name) && (process.size() == name.size() || process[name.size()] == '.' ||
                                         process[name.size()] == '@' || process[name.size()] == '[');
}

}  // namespace

bool names_interface(std::string_view message) {
    static constexpr std::array<std::string_view, 9> beginnings{"wlan", "wlp", "wlx",  "wls", "wlo",
                                                                "wlu",  "wlc", "wifi", "p2p-"};
    for (const std::string_view beginning : beginnings) {
        for (std::size_t at = message.find(beginning); at != std::string_view::npos;
             at = message.find(beginning, at + 1)) {
            if (!starts_a_name(message, at)) continue;
            // No name is so long; without an end a line of nothing but names would take time by its square.
            const std::string_view rest = message.substr(at, 32);
            const std::string_view name =
                rest.substr(0, rest.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"));
            const bool numbered = name.find_first_of("0123456789") != std::string_view::npos;
            if (numbered && looks_wireless(name)) return true;
        }
    }
    return false;
}

void ProcessMessages::saw(std::string_view interface) {
    iwd_.saw(interface);
    address_.saw(interface);
}

Decoded ProcessMessages::decode(std::string_view process, std::string_view message) {
    if (process.starts_with("wpa_supplicant") || is_of(process, "wpad")) {
        Decoded decoded = supplicant_.decode(message);
        if (decoded.kind == Kind::foreign) decoded.kind = Kind::noted;
        return decoded;
    }
    if (is_of(process, "NetworkManager")) return decode_network_manager_message(message);
    if (is_of(process, "iwd")) return iwd_.decode(message);
    if (process.starts_with("hostapd") || process.starts_with("wpa_cli")) return of_kind(Kind::unrecognized);
    Decoded decoded = address_.decode(process.substr(0, process.find('.')), message);
    if (decoded.kind == Kind::foreign && names_interface(message)) decoded.kind = Kind::unrecognized;
    return decoded;
}

Decoded ProcessMessages::decode(std::string_view process, std::string_view message,
                                const driver::Catalog& drivers) {
    if (process != "kernel") return decode(process, message);
    Decoded decoded = decode_kernel_message(message, drivers);
    if (decoded.kind == Kind::foreign && !message.starts_with("audit") && names_interface(message))
        decoded.kind = Kind::unrecognized;
    return decoded;
}

std::vector<std::string_view> process_literals() {
    std::vector<std::string_view> all = supplicant_literals();
    all.insert(all.end(), processes.begin(), processes.end());
    all.insert(all.end(), {"iwd.service", "connmand"});
    return all;
}

}  // namespace wlanmedic::evidence
