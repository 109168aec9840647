// A program of your own: it leaves a note, talks, lists what happened, and checks each seal itself.
//
// It reaches only the one published port, with the token of role "other", which may read, talk and leave notes: no more.
// Usage: client WORDS...   (the home is PMM_HOME, else ~/.pmm)
package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	ledger "pmm.local/gen/ledger/v1"
	mind "pmm.local/gen/mind/v1"
)

// door is the folder in which the page's service says where it listens and what opens it.
func door() string {
	home := os.Getenv("PMM_HOME")
	if home == "" {
		own, err := os.UserHomeDir()
		must(err)
		home = filepath.Join(own, ".pmm")
	}
	return filepath.Join(home, "run", "ui")
}

func read(file string) string {
	text, err := os.ReadFile(filepath.Join(door(), file))
	must(err)
	return strings.TrimSpace(string(text))
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// requestID is a random UUID.
func requestID() string {
	id := make([]byte, 16)
	_, err := rand.Read(id)
	must(err)
	id[6], id[8] = id[6]&0x0f|0x40, id[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}

// add leaves a note. The request id makes a retry harmless: the same id is stored once.
func add(ctx context.Context, to ledger.LedgerServiceClient, text string) *ledger.Event {
	meta := `{"program":"client.go"}`
	draft := &ledger.EventDraft{Kind: "note", Content: &text, MetaJson: &meta}
	answer, err := to.AppendEvents(ctx, &ledger.AppendEventsRequest{Events: []*ledger.EventDraft{draft}, RequestId: requestID()})
	must(err)
	return answer.Events[0]
}

// chat prints the answer as it comes.
func chat(ctx context.Context, to mind.ConversationServiceClient, words string) {
	stream, err := to.Converse(ctx, &mind.ConverseRequest{
		RequestId: requestID(),
		Act:       &mind.ConverseRequest_Say_{Say: &mind.ConverseRequest_Say{Text: words}},
	})
	must(err)
	for {
		part, err := stream.Recv()
		if err == io.EOF {
			fmt.Println()
			return
		}
		must(err)
		fmt.Print(part.GetText())
	}
}

func events(ctx context.Context, from ledger.LedgerServiceClient) []*ledger.Event {
	var all []*ledger.Event
	for page := ""; ; {
		answer, err := from.ListEvents(ctx, &ledger.ListEventsRequest{PageSize: 500, PageToken: page})
		must(err)
		all = append(all, answer.Events...)
		if page = answer.NextPageToken; page == "" {
			return all
		}
	}
}

func hash(text string) string {
	return fmt.Sprintf("%x", sha256.Sum256([]byte(text)))
}

func commitment(part string, salt []byte, value *string) string {
	if value == nil {
		return "-"
	}
	return hash("pmm/" + part + "/1\n" + string(salt) + *value)
}

// verify is the formula of docs/file-format.md. What was forgotten is held by the link alone.
func verify(all []*ledger.Event) string {
	before := ""
	for _, event := range all {
		if event.GetPrevHash() != before {
			return fmt.Sprintf("event %d does not follow the one before it", event.EventId)
		}
		if !event.ContentForgotten && !event.MetaForgotten {
			link := before
			if link == "" {
				link = "-"
			}
			sealed := hash(strings.Join([]string{
				"pmm/event/1", fmt.Sprint(event.EventId), fmt.Sprint(event.CreateTime.AsTime().UnixNano() / int64(time.Millisecond)), event.Kind,
				commitment("content", event.ContentSalt, event.Content), commitment("meta", event.MetaSalt, event.MetaJson), link, "",
			}, "\n"))
			if sealed != event.Hash {
				return fmt.Sprintf("event %d is not what was sealed", event.EventId)
			}
		}
		before = event.Hash
	}
	return fmt.Sprintf("%d events, and nothing was changed", len(all))
}

func main() {
	channel, err := grpc.Dial(read("address"), grpc.WithInsecure())
	must(err)
	defer channel.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	ctx = metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+read("token.other"))
	stored := ledger.NewLedgerServiceClient(channel)

	noted := add(ctx, stored, "A note from Go")
	fmt.Printf("noted as event %d, sealed %s\n", noted.EventId, noted.Hash[:12])
	words := strings.Join(os.Args[1:], " ")
	if words == "" {
		words = "What do you remember?"
	}
	chat(ctx, mind.NewConversationServiceClient(channel), words)
	all := events(ctx, stored)
	for _, event := range all[max(0, len(all)-5):] {
		fmt.Println(event.EventId, event.Kind, first(strings.ReplaceAll(event.GetContent(), "\n", " "), 60))
	}
	fmt.Println(verify(all))
}

func max(a, b int) int {
	if a > b {
		return a
	}
	return b
}

func first(text string, most int) string {
	letters := []rune(text)
	if len(letters) > most {
		letters = letters[:most]
	}
	return string(letters)
}
