// SPDX-License-Identifier: MIT
#include "lab/guest/chip.h"

#include <fmt/format.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "lab/air/channel.h"
#include "lab/guest/access_points.h"
#include "lab/guest/boot.h"
#include "lab/guest/file_text.h"
#include "lab/guest/links.h"
#include "lab/scenario/names.h"

namespace wlanmedic::lab {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr std::string_view antenna = "ant0";
const std::string interface{station_interface};
const std::string modules = "/lab/kernel/";
const std::string chip_files = "/sys/kernel/debug/vchip/";
const fs::path guard_files = "/sys/kernel/debug/connloss_guard";
constexpr auto longest_probe = 20s;
constexpr auto look_again = 100ms;

std::string core_of(Chip::Model model) { return model == Chip::Model::cw1200 ? "cw1200_core.ko" : "bes2600.ko"; }

// What the driver asks for at its probe. The boot loader takes any image; of the chip's own settings it wants to
// know the clock: element C5 (SDD_REFERENCE_FREQUENCY_ELT_ID), two octets, 38,400 kHz.
void lay_firmware() {
    std::error_code error;
    fs::create_directories("/lib/firmware", error);
    put_text("/lib/firmware/wsm_22.bin", std::string(20'480, '\0'));
    put_text("/lib/firmware/sdd_22.bin", std::string_view("\xc5\x02\x00\x96", 4));
}

wifi::Error problem(std::string what) {
    return {.what = std::move(what), .hint = "dmesg.txt of --keep may tell why"};
}

}  // namespace

ChipHost::ChipHost(Loop& loop, Processes& processes, Journal& journal, const Scenario& scenario)
    : loop_(loop),
      processes_(processes),
      journal_(journal),
      scenario_(scenario),
      chip_(*scenario.station.chip),
      driver_(fmt::format("v{}", to_text(chip_.model))) {}

ChipHost::~ChipHost() {
    if (links_) loop_.forget(links_.get());
}

wifi::Result<void> ChipHost::begin() {
    if (auto made = make_antenna(); !made) return made;
    watch_links();
    if (auto loaded = load_modules(); !loaded) return loaded;
    loop_.run_until([this] { return interface_of_chip() == interface; }, longest_probe);
    if (interface_of_chip() == interface) return {};
    return std::unexpected(problem(fmt::format("{} has no interface", driver_)));
}

// hwsim acknowledges what is for the address of an active monitor: it is the station's, and the chip bears it,
// too.
wifi::Result<void> ChipHost::make_antenna() {
    const std::string phy = phy_of(interface);
    const std::string name{antenna};
    const std::string frequency = fmt::format("{}", frequency_of(scenario_.access_points.front().channel));
    const std::vector<std::vector<std::string>> commands{
        {"iw", "dev", interface, "del"},
        {"iw", "phy", phy, "interface", "add", name, "type", "monitor", "flags", "active"},
        {"ip", "link", "set", name, "address", address_of_radio(station_radio).to_string(), "up"},
        {"iw", "dev", name, "set", "freq", frequency}};
    for (const auto& words : commands)
        if (const int status = processes_.run({.words = words, .log = "/out/truth/antenna.log", .source = {}});
            status != 0)
            return std::unexpected(
                wifi::Error{.what = fmt::format("{} ended with {}", fmt::join(words, " "), status)});
    return {};
}

wifi::Result<void> ChipHost::load_modules() {
    if (auto loaded = load_list("/lab/modules/order.kernel"); !loaded) return loaded;
    if (chip_.guard) {
        std::string parameters;
        for (const auto& one : *chip_.guard)
            parameters += fmt::format("{}{}={}", parameters.empty() ? "" : " ", one.name, one.value);
        if (auto loaded = load_module(modules + "connloss_guard.ko", parameters); !loaded) return loaded;
        // The kernel takes names that the module does not have, and says so in its log alone.
        for (const auto& one : *chip_.guard)
            if (!fs::exists("/sys/module/connloss_guard/parameters/" + one.name))
                return std::unexpected(
                    wifi::Error{.what = fmt::format("the guard has no parameter \"{}\"", one.name),
                                .hint = "modinfo connloss_guard.ko lists those that there are"});
    }
    if (chip_.model == Chip::Model::cw1200) lay_firmware();
    const std::string parameters = fmt::format("antenna={}", antenna);
    const std::string variant = fmt::format("{}{}/", modules, to_text(chip_.driver));
    // A driver whose core gives no functions away is linked with the chip into one module.
    if (const std::string both = variant + driver_ + ".ko"; fs::exists(both)) return load_module(both, parameters);
    if (auto loaded = load_module(variant + core_of(chip_.model), ""); !loaded) return loaded;
    return load_module(modules + driver_ + ".ko", parameters);
}

// --- the interface

std::optional<std::string> ChipHost::interface_of_chip() const {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator("/sys/class/net", error)) {
        const fs::path driver = fs::read_symlink(entry.path() / "device/driver", error);
        if (!error && driver.filename() == driver_) return entry.path().filename();
    }
    return std::nullopt;
}

void ChipHost::name_interface() {
    const auto name = interface_of_chip();
    if (!name || *name == interface || link_exists(interface)) return;
    if (auto renamed = rename_link(*name, interface); !renamed) {
        journal_.note(renamed.error().to_string());
        return;
    }
    if (auto set = set_address(interface, station_address); !set) journal_.note(set.error().to_string());
}

void ChipHost::watch_links() {
    links_ = posix::Descriptor{::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE)};
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    address.nl_groups = RTMGRP_LINK;
    if (::bind(links_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        journal_.note(fmt::format("links cannot be watched: {}", std::strerror(errno)));
        return;
    }
    loop_.watch(links_.get(), [this] {
        // What happened does not matter, only that something did; also where messages were lost.
        std::array<char, 8192> bytes{};
        while (::recv(links_.get(), bytes.data(), bytes.size(), 0) > 0 || errno == ENOBUFS) {
        }
        name_interface();
    });
}

// --- the firmware

wifi::Result<void> ChipHost::tell(const std::string& file, const std::string& words) {
    if (put_text(chip_files + file, words)) return {};
    return std::unexpected(wifi::Error{
        .what = fmt::format("the chip does not take {} \"{}\": {}", file, words, std::strerror(errno))});
}

wifi::Result<void> ChipHost::act(const ChipFault& fault) {
    journal_.injected("chip-fault", {{"fault", to_text(fault.kind)}, {"heals", to_text(fault.heals)}});
    auto told = tell("fault", fmt::format("{} heals={}", to_text(fault.kind), to_text(fault.heals)));
    if (!told) return told;
    const bool watched = !faults_.empty();
    std::erase_if(faults_, [&](const ChipFault& one) { return one.kind == fault.kind; });
    faults_.push_back(fault);
    if (!watched) watch_faults();
    return {};
}

// Whoever it was that healed it, the chip alone knows.
void ChipHost::watch_faults() {
    const std::string in_force = get_text(chip_files + "fault");
    std::erase_if(faults_, [&](const ChipFault& fault) {
        if (in_force.find(to_text(fault.kind)) != std::string::npos) return false;
        journal_.injected("chip-heal", {{"fault", to_text(fault.kind)}, {"by", to_text(fault.heals)}});
        return true;
    });
    if (!faults_.empty()) loop_.after(look_again, [this] { watch_faults(); });
}

wifi::Result<void> ChipHost::act(const HealChip& /*heal*/) {
    for (const ChipFault& fault : faults_)
        journal_.injected("chip-heal", {{"fault", to_text(fault.kind)}, {"by", "chip-heal"}});
    faults_.clear();
    return tell("fault", "none");
}

wifi::Result<void> ChipHost::act(const ChipEvent& event) {
    journal_.injected("chip-event", {{"event", event.event}});
    return tell("event", fmt::format("{}", event.event));
}

wifi::Result<void> ChipHost::act(const ChipBluetooth& bluetooth) {
    journal_.injected("chip-bluetooth", {{"open", bluetooth.open}});
    return tell("bluetooth", bluetooth.open ? "1" : "0");
}

wifi::Result<std::string> ChipHost::device() const {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator("/sys/bus/platform/drivers/" + driver_, error))
        if (entry.is_symlink(error) && entry.path().filename() != "module") return entry.path().filename();
    return std::unexpected(problem(fmt::format("{} has no device", driver_)));
}

wifi::Result<void> ChipHost::reset() {
    const auto name = device();
    if (!name) return std::unexpected(name.error());
    // A driver may sleep while it lets go, and the loop is the medium that it waits for.
    const pid_t child = processes_.start([path = "/sys/bus/platform/drivers/" + driver_, name = *name] {
        return put_text(path + "/unbind", name) && put_text(path + "/bind", name) ? 0 : 1;
    });
    loop_.run_until([&] { return !processes_.is_running(child); }, longest_probe);
    loop_.run_until([this] { return interface_of_chip() == interface; }, longest_probe);
    if (!processes_.is_running(child) && interface_of_chip() == interface) return {};
    return std::unexpected(problem(fmt::format("{} did not come back from its reset", driver_)));
}

void ChipHost::save() {
    std::error_code error;
    const auto keep = [](const fs::path& from, const std::string& to) {
        if (const std::string text = get_text(from); !text.empty()) put_text(to, text);
    };
    keep(chip_files + "counters", "/out/truth/chip-counters.txt");
    for (const auto& entry : fs::directory_iterator(guard_files, error)) {
        keep(entry.path() / "policy.toml", "/out/truth/guard-policy.toml");
        keep(entry.path() / "counters", "/out/truth/guard-counters.txt");
        keep(entry.path() / "state", "/out/truth/guard-state.txt");
    }
}

}  // namespace wlanmedic::lab
