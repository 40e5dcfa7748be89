// SPDX-License-Identifier: MIT
// What nl80211 tells everybody, as it tells it, and how things stand where that must be known.
//
// Listening needs no privilege: generic netlink has NL_CFG_F_NONROOT_RECV (net/netlink/genetlink.c), and none of
// nl80211's groups asks for a capability (net/wireless/nl80211.c, nl80211_mcgrps; 6.1, and up to 6.18). The two
// dumps need none either. CAP_NET_ADMIN only makes the receive buffer as large as is wanted.
//
// nl80211's messages carry no stamp: the time of arrival is theirs. So each wakes, and none is waited for.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "capture/devices.h"
#include "capture/netlink_asker.h"
#include "capture/netlink_socket.h"
#include "capture/source.h"
#include "machine/probe.h"

namespace wlanmedic::capture {

/// nl80211 as the controller names it (CTRL_CMD_NEWFAMILY).
struct Nl80211Family {
    std::uint16_t id = 0;
    std::map<std::string, std::uint32_t> groups;  ///< multicast groups and their numbers

    /// Nothing where the frame does not tell of nl80211.
    static std::optional<Nl80211Family> in(std::span<const std::uint8_t> frame);
};

/// Takes over what a frame of nl80211 tells of interfaces (NEW_INTERFACE, SET_INTERFACE, DEL_INTERFACE; of
/// notifications and of answers alike). `there` gets the indices of those that it tells of and that are there.
void follow_interfaces(std::span<const std::uint8_t> frame, std::uint16_t family, const machine::Probe& machine,
                       Devices& devices, std::set<std::uint32_t>* there = nullptr);

class Nl80211Source : public Source {
public:
    explicit Nl80211Source(Devices& devices);
    ~Nl80211Source() override;

    std::string_view name() const override { return "nl80211"; }
    /// The controller's answer is the first that is put. Error: the kernel has no nl80211, and none could be
    /// loaded (the question makes the kernel look for cfg80211); no netlink socket.
    wifi::Result<void> start(const Surroundings& surroundings) override;
    /// Returns at once; the answers are put as they come: of all interfaces, then of each interface's stations.
    void tell_state() override;
    void drain() override;

private:
    wifi::Result<void> find_family();
    void on_family(const Nl80211Family& family);
    void take(std::vector<std::uint8_t> frame);
    void ask_interfaces();
    void take_interfaces(const std::set<std::uint32_t>& asked, const NetlinkAnswer& answer);
    void ask_stations();

    Devices* devices_;
    machine::ThisMachine machine_;
    Surroundings surroundings_;
    std::optional<NetlinkSocket> socket_;
    std::unique_ptr<NetlinkAsker> asker_;
    Wait wait_;
    std::optional<Nl80211Family> family_;
    std::vector<std::uint8_t> family_frame_;  // the controller's answer, as it came
    bool family_told_ = false;                // since the state was told last
    bool overrun_ = false;
    bool telling_ = false;
    bool tell_again_ = false;
    std::deque<std::uint32_t> ask_stations_of_;
};

}  // namespace wlanmedic::capture
