// SPDX-License-Identifier: MIT
// The generic netlink family of mac80211_hwsim: radios come and go, and while somebody is registered every frame
// passes through user space (drivers/net/wireless/mac80211_hwsim.h).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lab/guest/loop.h"
#include "wifi/error.h"
#include "wifi/mac_address.h"

namespace wlanmedic::lab {

/// hwsim's name of a radio: its second address, 42:00:00:00:NN:00, or that which it was made with.
using HwsimAddress = wifi::MacAddress;

struct SentFrame {
    HwsimAddress radio;
    std::vector<std::uint8_t> bytes;
    std::uint32_t flags = 0;
    std::uint32_t frequency = 0;  ///< MHz; 0 where the kernel did not say
    std::uint64_t cookie = 0;
    std::vector<std::uint8_t> tries;  ///< HWSIM_ATTR_TX_INFO, as it came

    bool wants_acknowledgement() const;
};

/// A registration as the medium: frames come from the moment it is made, until it is destroyed. Then the
/// kernel's own medium delivers again.
class Registration {
public:
    struct Calls {
        std::function<void(SentFrame frame)> sent;
        std::function<void(const HwsimAddress& radio, const wifi::MacAddress& address, bool added)> address;
    };
    static wifi::Result<std::unique_ptr<Registration>> make(Loop& loop, Calls calls);
    ~Registration();
    Registration(const Registration&) = delete;
    Registration& operator=(const Registration&) = delete;

    /// What the kernel has already sent is taken now.
    void drain();
    void deliver(const HwsimAddress& to, std::span<const std::uint8_t> bytes, int signal_dbm,
                 std::uint32_t frequency);
    void report(const SentFrame& frame, bool acknowledged);

private:
    struct Socket;
    Registration(Loop& loop, Calls calls, std::unique_ptr<Socket> socket);

    Loop& loop_;
    Calls calls_;
    std::unique_ptr<Socket> socket_;
};

/// A radio is made with this address; the interface gets the next free name.
wifi::Result<void> make_radio(const wifi::MacAddress& address);
/// `phy`: "phy2".
wifi::Result<void> remove_radio(const std::string& phy);

}  // namespace wlanmedic::lab
