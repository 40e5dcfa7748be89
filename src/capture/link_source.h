// SPDX-License-Identifier: MIT
// rtnetlink's messages about wireless interfaces: appearance, removal, names, up and down, carrier.
//
// A message has some 1.5 KiB, most of it statistics, and one comes with each wireless-extensions event, each scan:
// put are those that say something new (link_follower.h). Needs no privilege.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "capture/devices.h"
#include "capture/link_follower.h"
#include "capture/netlink_asker.h"
#include "capture/netlink_socket.h"
#include "capture/source.h"

namespace wlanmedic::capture {

class LinkSource : public Source {
public:
    explicit LinkSource(Devices& devices);
    ~LinkSource() override;

    std::string_view name() const override { return "route"; }
    /// Knows the interfaces that are there from sysfs at once. Error: no netlink socket.
    wifi::Result<void> start(const Surroundings& surroundings) override;
    /// Returns at once; the messages of all wireless interfaces are put as they come.
    void tell_state() override;
    void drain() override;

private:
    void take(const std::vector<std::uint8_t>& frame);
    void take_answer(const std::set<std::uint32_t>& asked, const NetlinkAnswer& answer);

    Devices* devices_;
    machine::ThisMachine machine_;
    Surroundings surroundings_;
    std::optional<NetlinkSocket> socket_;
    std::unique_ptr<NetlinkAsker> asker_;
    std::optional<LinkFollower> follower_;
    Wait wait_;
    bool overrun_ = false;
    bool telling_ = false;
    bool tell_again_ = false;
};

}  // namespace wlanmedic::capture
