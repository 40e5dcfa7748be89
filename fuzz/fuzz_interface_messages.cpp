// SPDX-License-Identifier: MIT
// What the recorder reads itself of netlink's messages: the controller's about nl80211, and interfaces of nl80211
// and rtnetlink.
#include "capture/link_follower.h"
#include "capture/nl80211_source.h"
#include "require.h"

using namespace wlanmedic;
using wlanmedic::fuzz::require;

namespace {

// Every name is that of a wireless interface with the number 4.
class AllWireless : public machine::Probe {
public:
    wifi::Result<machine::CommandOutput> run(const std::vector<std::string>&,
                                             std::chrono::seconds) const override {
        return std::unexpected(wifi::Error{});
    }
    wifi::Result<std::string> read(const std::string& path) const override {
        require(path.starts_with("/sys/class/net/") && path.find("..") == std::string::npos, "only sysfs is read");
        return path.ends_with("/ifindex") ? "4\n" : "phy0\n";
    }
    bool exists(const std::string&) const override { return true; }
    std::vector<std::string> list(const std::string&) const override { return {"wlan0"}; }
    std::string link(const std::string&) const override { return "../x/driver"; }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const AllWireless machine;
    const std::span<const std::uint8_t> frame(data, size);
    std::uint16_t family = 32;
    if (const auto told = capture::Nl80211Family::in(frame)) family = told->id;
    capture::Devices devices;
    capture::LinkFollower follower(devices, machine);
    capture::follow_interfaces(frame, family, machine, devices);
    netlink::Messages messages(frame);
    std::size_t count = 0;
    while (const auto message = messages.next()) {
        ++count;
        if (const auto link = capture::LinkMessage::of(*message)) {
            require(link->index != 0, "an interface has a number");
            follower.on(*link);
        }
    }
    require(devices.all().size() <= count + 1, "no device without a message");
    return 0;
}
