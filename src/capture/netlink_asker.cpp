// SPDX-License-Identifier: MIT
#include "capture/netlink_asker.h"

#include <fmt/format.h>
#include <linux/netlink.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

#include "capture/netlink_socket.h"
#include "netlink/message.h"

namespace wlanmedic::capture {
namespace {

constexpr std::size_t most_answered = std::size_t{16} << 20U;
constexpr int most_tries = 3;
constexpr int answer_wait = 10'000;  // milliseconds between two datagrams of one answer
constexpr std::chrono::seconds hangs_after{10};

struct Progress {
    bool ended = false;
    bool interrupted = false;
    int error = 0;
};

// NLMSG_DONE and NLMSG_ERROR begin with an error's number, negative; 0 of NLMSG_ERROR acknowledges.
int error_in(const netlink::Message& message) {
    std::int32_t number = 0;
    if (message.payload.size() < sizeof number) return message.type == NLMSG_DONE ? 0 : EPROTO;
    std::memcpy(&number, message.payload.data(), sizeof number);
    return number < 0 ? -number : 0;
}

void look_into(const std::vector<std::uint8_t>& frame, std::uint32_t sequence, Progress& progress) {
    netlink::Messages messages(frame);
    while (const auto message = messages.next()) {
        if (message->sequence != sequence) continue;
        progress.interrupted = progress.interrupted || (message->flags & NLM_F_DUMP_INTR) != 0;
        if (message->type == NLMSG_DONE || message->type == NLMSG_ERROR) {
            progress.ended = true;
            progress.error = error_in(*message);
        } else if ((message->flags & NLM_F_MULTI) == 0) {
            progress.ended = true;
        }
    }
}

Progress ask_once(NetlinkSocket& socket, std::vector<std::uint8_t>& request, std::uint32_t sequence,
                  NetlinkAnswer& answer, std::size_t& bytes) {
    nlmsghdr header;
    std::memcpy(&header, request.data(), sizeof header);
    header.nlmsg_seq = sequence;
    header.nlmsg_flags |= NLM_F_REQUEST;
    std::memcpy(request.data(), &header, sizeof header);
    Progress progress;
    if (!socket.send(request)) {
        progress.error = EIO;
        return progress;
    }
    std::vector<std::uint8_t> frame;
    while (!progress.ended) {
        switch (socket.receive(frame)) {
            case Received::message:
                bytes += frame.size();
                if (bytes > most_answered) {
                    progress.error = EMSGSIZE;
                    return progress;
                }
                look_into(frame, sequence, progress);
                answer.frames.push_back(frame);
                break;
            case Received::nothing: {
                pollfd wait{.fd = socket.descriptor(), .events = POLLIN, .revents = 0};
                if (::poll(&wait, 1, answer_wait) <= 0) {
                    progress.error = ETIMEDOUT;
                    return progress;
                }
                break;
            }
            case Received::overrun: progress.interrupted = true; break;
            case Received::broken: progress.error = EIO; return progress;
        }
    }
    return progress;
}

NetlinkAnswer ask_all(int protocol, std::vector<std::uint8_t> request) {
    NetlinkAnswer answer;
    if (request.size() < sizeof(nlmsghdr)) {
        answer.error = EINVAL;
        return answer;
    }
    // A socket for each question: what is left of an answer that was given up does not meet the next one's.
    auto socket = NetlinkSocket::open(protocol);
    if (!socket) {
        answer.error = EIO;
        return answer;
    }
    socket->enlarge(std::size_t{1} << 20U);
    std::size_t bytes = 0;
    for (std::uint32_t sequence = 1; sequence <= most_tries; ++sequence) {
        const Progress progress = ask_once(*socket, request, sequence, answer, bytes);
        answer.interrupted = progress.interrupted;
        answer.error = progress.error;
        if (!progress.interrupted || progress.error != 0) break;
    }
    return answer;
}

}  // namespace

NetlinkAsker::NetlinkAsker(Loop& loop, int protocol, std::string name, std::function<void()> on_hang)
    : protocol_(protocol), on_hang_(std::move(on_hang)), aside_(loop, std::move(name)) {}

void NetlinkAsker::ask(std::vector<std::uint8_t> request, std::function<void(NetlinkAnswer)> then) {
    questions_.push_back({.request = std::move(request), .then = std::move(then)});
    ask_next();
}

void NetlinkAsker::ask_next() {
    if (questions_.empty() || aside_.is_busy()) return;
    auto answer = std::make_shared<NetlinkAnswer>();
    Question question = std::move(questions_.front());
    questions_.pop_front();
    aside_.start([answer, protocol = protocol_,
                  request = std::move(question.request)] { *answer = ask_all(protocol, request); },
                 [this, answer, then = std::move(question.then)] {
                     then(std::move(*answer));
                     ask_next();
                 },
                 hangs_after, on_hang_);
}

}  // namespace wlanmedic::capture
