// SPDX-License-Identifier: MIT
#include "capture/machine_facts.h"

#include <fmt/format.h>
#include <sys/utsname.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

#include "capture/last_part.h"
#include "machine/interfaces.h"
#include "machine/processes.h"

namespace wlanmedic::capture {
namespace {

std::string first_line(std::string_view text) {
    // Files of the device tree end in a zero byte.
    return std::string(text.substr(0, text.find_first_of(std::string_view("\n\0", 2))));
}

void set_from(Json& object, const char* key, const machine::Probe& probe, const std::string& path) {
    if (const auto text = probe.read(path))
        if (std::string line = first_line(*text); !line.empty()) object[key] = std::move(line);
}

// "wpa_supplicant v2.10", "1.42.4-1", "2.3": what follows the name, if any, up to a blank or the line's end.
std::string version_of(std::string_view output) {
    const std::string line = first_line(output);
    const std::size_t digit = line.find_first_of("0123456789");
    if (digit == std::string::npos) return "";
    return line.substr(digit, line.find(' ', digit) - digit);
}

}  // namespace

void Unknowns::add(std::string what, std::string because) {
    list.push_back({{"what", std::move(what)}, {"because", std::move(because)}});
}

Json kernel_facts() {
    utsname names{};
    ::uname(&names);
    return {{"release", names.release}, {"version", names.version}, {"machine", names.machine}};
}

Json machine_facts(const machine::Probe& probe) {
    Json facts = Json::object();
    set_from(facts, "vendor", probe, "/sys/class/dmi/id/sys_vendor");
    set_from(facts, "product", probe, "/sys/class/dmi/id/product_name");
    set_from(facts, "board", probe, "/sys/class/dmi/id/board_name");
    set_from(facts, "firmware", probe, "/sys/class/dmi/id/bios_version");
    set_from(facts, "model", probe, "/proc/device-tree/model");
    if (const auto release = probe.read("/etc/os-release")) {
        constexpr std::string_view key = "PRETTY_NAME=";
        const std::string text = fmt::format("\n{}", *release);
        if (const std::size_t at = text.find(fmt::format("\n{}", key)); at != std::string::npos) {
            std::string name = first_line(std::string_view(text).substr(at + 1 + key.size()));
            std::erase(name, '"');
            facts["operating_system"] = std::move(name);
        }
    }
    return facts;
}

Json module_facts(const machine::Probe& probe) {
    Json facts = Json::array();
    std::vector<std::string> waiting{"cfg80211"};
    std::set<std::string> seen(waiting.begin(), waiting.end());
    for (std::size_t i = 0; i < waiting.size(); ++i) {
        const std::string name = waiting[i];
        const std::string directory = fmt::format("/sys/module/{}", name);
        if (!probe.exists(directory)) continue;
        Json module = {{"name", name}};
        set_from(module, "version", probe, directory + "/version");
        set_from(module, "srcversion", probe, directory + "/srcversion");
        set_from(module, "taint", probe, directory + "/taint");
        const std::vector<std::string> holders = probe.list(directory + "/holders");
        if (!holders.empty()) module["used_by"] = holders;
        for (const std::string& holder : holders)
            if (seen.insert(holder).second) waiting.push_back(holder);
        facts.push_back(std::move(module));
    }
    return facts;
}

Json program_facts(const machine::Probe& probe, Unknowns& unknowns) {
    struct Program {
        std::string name;
        std::vector<std::string> ask;
    };
    const std::array<Program, 3> programs{{{"wpa_supplicant", {"wpa_supplicant", "-v"}},
                                           {"NetworkManager", {"NetworkManager", "--version"}},
                                           {"iwd", {"/usr/libexec/iwd", "--version"}}}};
    const std::vector<machine::Process> running = machine::processes(probe);
    Json facts = Json::array();
    for (const Program& program : programs) {
        const bool runs = machine::is_running(running, program.name);
        const auto told = probe.run(program.ask, std::chrono::seconds{2});
        const std::string version = told ? version_of(told->out) : std::string();
        if (!runs && version.empty()) continue;
        Json fact = {{"name", program.name}};
        if (!version.empty()) fact["version"] = version;
        if (version.empty())
            unknowns.add(fmt::format("version of {}", program.name),
                         told ? "it does not print one" : told.error().what);
        fact["running"] = runs;
        facts.push_back(std::move(fact));
    }
    return facts;
}

Json interface_facts(const machine::Probe& probe) {
    Json facts = Json::array();
    for (const machine::Interface& interface : machine::wireless_interfaces(probe)) {
        const std::string directory = fmt::format("/sys/class/net/{}", interface.name);
        Json fact = {{"name", interface.name}};
        if (!interface.phy.empty()) fact["phy"] = interface.phy;
        set_from(fact, "address", probe, directory + "/address");
        if (const std::string driver = last_part(probe.link(directory + "/device/driver")); !driver.empty())
            fact["driver"] = driver;
        if (!interface.module.empty()) fact["module"] = interface.module;
        if (!interface.bus.empty()) fact["bus"] = interface.bus;
        if (const std::string place = last_part(probe.link(directory + "/device")); !place.empty())
            fact["bus_address"] = place;
        for (const char* id : {"modalias", "vendor", "device", "subsystem_vendor", "subsystem_device", "revision"})
            set_from(fact, id, probe, fmt::format("{}/device/{}", directory, id));
        // Of USB the ids stand with the device, one above its interface.
        set_from(fact, "vendor", probe, directory + "/device/../idVendor");
        set_from(fact, "device", probe, directory + "/device/../idProduct");
        facts.push_back(std::move(fact));
    }
    return facts;
}

}  // namespace wlanmedic::capture
