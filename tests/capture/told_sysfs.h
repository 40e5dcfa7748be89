// SPDX-License-Identifier: MIT
// A machine whose /sys/class/net a test fills.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "folder.h"
#include "machine/probe.h"

namespace wlanmedic::capture::test {

class ToldSysfs {
public:
    ToldSysfs() { std::filesystem::create_directories(net()); }

    void wired(const std::string& name, int index) {
        write(name, "ifindex", std::to_string(index));
        write(name, "address", "52:54:00:00:00:01");
    }
    void wireless(const std::string& name, int index, int phy, const std::string& operstate = "down") {
        write(name, "ifindex", std::to_string(index));
        write(name, "address", "02:00:00:00:02:00");
        write(name, "operstate", operstate);
        write(name, "phy80211/name", "phy" + std::to_string(phy));
        write(name, "phy80211/index", std::to_string(phy));
        std::filesystem::create_directories(net() / name / "device");
        const auto driver = net() / name / "device/driver";
        std::filesystem::remove(driver);
        std::filesystem::create_symlink("../../bus/sdio/drivers/bes2600", driver);
    }
    void remove(const std::string& name) { std::filesystem::remove_all(net() / name); }
    void rename(const std::string& from, const std::string& to) {
        std::filesystem::rename(net() / from, net() / to);
    }
    const machine::Probe& machine() const { return machine_; }

private:
    std::filesystem::path net() const { return folder_ / "root/sys/class/net"; }
    void write(const std::string& interface, const std::string& file, const std::string& text) {
        const auto path = net() / interface / file;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path) << text << '\n';
    }

    Folder folder_;
    machine::ToldMachine machine_{folder_ / ""};
};

}  // namespace wlanmedic::capture::test
