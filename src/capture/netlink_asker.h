// SPDX-License-Identifier: MIT
// Questions to the kernel by netlink, and its answers, without waiting. Who asks sleeps in the kernel, and cannot
// be woken, for as long as somebody holds RTNL; a driver that hangs may hold it for ever. So a thread asks.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "capture/aside.h"
#include "capture/loop.h"
#include "wifi/error.h"

namespace wlanmedic::capture {

struct NetlinkAnswer {
    std::vector<std::vector<std::uint8_t>> frames;  ///< as received, in their order; also those of an error
    /// The kernel could not tell all of one state (NLM_F_DUMP_INTR), and still could not when asked again.
    bool interrupted = false;
    int error = 0;  ///< errno's number; 0: the answer is whole
};

class NetlinkAsker {
public:
    /// `name`: of the thread. `on_hang` is called once for each question to which no answer came within 10 s; it
    /// still may, and is then told as any other.
    NetlinkAsker(Loop& loop, int protocol, std::string name, std::function<void()> on_hang);

    /// Asks after those asked before. `request`: a whole message; its nlmsghdr gets the sequence number and the
    /// flags of a request, so that answers have one other than 0. A dump that was interrupted is asked for again,
    /// up to 3 times in all; the frames are of all times.
    void ask(std::vector<std::uint8_t> request, std::function<void(NetlinkAnswer)> then);

private:
    struct Question {
        std::vector<std::uint8_t> request;
        std::function<void(NetlinkAnswer)> then;
    };
    void ask_next();

    int protocol_;
    std::function<void()> on_hang_;
    std::deque<Question> questions_;
    Aside aside_;
};

}  // namespace wlanmedic::capture
