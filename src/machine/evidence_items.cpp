// SPDX-License-Identifier: MIT
#include "machine/evidence_items.h"

#include <fmt/format.h>

#include "machine/interfaces.h"

namespace wlanmedic::machine {
namespace {

using Words = std::vector<std::string>;

class Gathering {
public:
    explicit Gathering(const Probe& probe) : probe_(&probe) {}

    /// True where the command printed something.
    bool command(const std::string& name, const Words& words,
                 std::chrono::seconds limit = std::chrono::seconds(10)) {
        Item item{.name = name, .about = as_text(words), .text = {}, .missing = {}};
        auto output = probe_->run(words, limit);
        if (!output) {
            item.missing = output.error().what;
        } else {
            if (output->status != 0) item.missing = fmt::format("exit status {}", output->status);
            if (output->cut) item.missing = "longer than can be kept; its end is missing";
            item.text = std::move(output->out);
            if (item.text.empty() && item.missing.empty()) item.missing = "it printed nothing";
        }
        const bool there = !item.text.empty() && (item.missing.empty() || (output && output->cut));
        items.push_back(std::move(item));
        return there;
    }

    void file(const std::string& name, const std::string& path) {
        auto text = probe_->read(path);
        Item item{.name = name, .about = path, .text = {}, .missing = {}};
        if (text) {
            item.text = std::move(*text);
        } else {
            item.missing = text.error().what;
        }
        items.push_back(std::move(item));
    }

    std::vector<Item> items;

private:
    const Probe* probe_;
};

void gather_log(Gathering& all, unsigned hours) {
    const Words journal{"journalctl",
                        "-o",
                        "export",
                        "-q",
                        "--no-pager",
                        "--since",
                        fmt::format("-{}h", hours),
                        "_TRANSPORT=kernel",
                        "+",
                        "_COMM=wpa_supplicant",
                        "+",
                        "_COMM=NetworkManager",
                        "+",
                        "_COMM=iwd",
                        "+",
                        "_COMM=systemd-network",
                        "+",
                        "_COMM=dhcpcd",
                        "+",
                        "_COMM=dhclient",
                        "+",
                        "_COMM=hostapd",
                        "+",
                        "_COMM=systemd-sleep"};
    if (!all.command("journal.export", journal, std::chrono::seconds(120))) all.command("dmesg.txt", {"dmesg"});
}

void gather_interface(Gathering& all, const Interface& one) {
    const auto name = [&](std::string_view what) { return fmt::format("{}-{}.txt", one.name, what); };
    all.command(name("link"), {"iw", "dev", one.name, "link"});
    all.command(name("station"), {"iw", "dev", one.name, "station", "dump"});
    all.command(name("power-save"), {"iw", "dev", one.name, "get", "power_save"});
    all.command(name("ethtool"), {"ethtool", "-i", one.name});
    if (one.module.empty()) return;
    all.command(fmt::format("module-{}.txt", one.module), {"modinfo", one.module});
    all.file(fmt::format("module-{}-srcversion.txt", one.module),
             fmt::format("/sys/module/{}/srcversion", one.module));
}

}  // namespace

std::vector<Item> evidence_items(const Probe& probe, const Wanted& wanted) {
    Gathering all(probe);
    gather_log(all, wanted.hours);
    all.file("kernel.txt", "/proc/version");
    all.file("cmdline.txt", "/proc/cmdline");
    all.file("os-release.txt", "/etc/os-release");
    all.file("modules.txt", "/proc/modules");
    all.command("iw-dev.txt", {"iw", "dev"});
    all.command("iw-reg.txt", {"iw", "reg", "get"});
    all.command("iw-phy.txt", {"iw", "phy"});
    all.command("lspci.txt", {"lspci", "-nnk"});
    all.command("lsusb.txt", {"lsusb"});
    all.command("rfkill.txt", {"rfkill", "list"});
    for (const std::string& device : probe.list("/sys/bus/sdio/devices"))
        all.file(fmt::format("sdio-{}.txt", device), fmt::format("/sys/bus/sdio/devices/{}/uevent", device));
    for (const Interface& interface : wireless_interfaces(probe))
        if (wanted.interface.empty() || wanted.interface == interface.name) gather_interface(all, interface);
    all.command("nm-general.txt", {"nmcli", "general"});
    all.command("nm-devices.txt", {"nmcli", "-f", "DEVICE,TYPE,STATE", "device"});
    // Without -s nmcli shows no secrets, and these fields are none.
    all.command("nm-connections.txt",
                {"nmcli", "-t", "-f", "UUID,TYPE,AUTOCONNECT,AUTOCONNECT-PRIORITY,DEVICE,STATE", "connection"});
    all.command("nm-config.txt", {"NetworkManager", "--print-config"});
    return std::move(all.items);
}

}  // namespace wlanmedic::machine
